/** EFBIG is a file system, or a limit of the machine's, that takes no file so large. */
const codes = ['ENOSPC', 'EDQUOT', 'EFBIG']

/** In SQLite's words, whoever passes them on. https://sqlite.org/rescode.html#full */
const inSqlite = /database or disk is full|SQLITE_FULL/

/** Whether there was no room for what was to be written. */
export function isFullDisk(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return inSqlite.test(error.message) || ('code' in error && codes.includes(String(error.code)))
}

export const fullDisk =
  'Il n’y a pas assez de place sur le disque : libérez-en, ou écrivez sur un autre, puis relancez la commande.'
