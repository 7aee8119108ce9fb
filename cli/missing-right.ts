const codes = ['EACCES', 'EPERM', 'EROFS']

/** Whether the system refused a path to this account, or to anyone: a disk may be there to be read only. */
export function isMissingRight(error: unknown): error is NodeJS.ErrnoException & { path: string } {
  return error instanceof Error && 'path' in error && 'code' in error && codes.includes(String(error.code))
}
