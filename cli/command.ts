import { parseArgs } from 'node:util'
import { fullDisk, isFullDisk } from './full-disk'
import { isMissingRight } from './missing-right'

type Options = NonNullable<Parameters<typeof parseArgs>[0]>['options']

type CommandDescription<T extends Options> = {
  /** As it is typed: `npm run build`. */
  name: string
  /** The words after the name: `-- FILE [--remote]`. */
  usage?: string
  /** What it does, for a person without an engineer at hand. */
  about: string
  options?: T
}

/** A fault that the person who typed the command can mend: its message says how, and no stack is shown. */
export class CommandError extends Error {}

type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T; allowPositionals: true }>>['values']

/**
 * Runs one command: `--help` explains it, an option that is unknown or that npm took for its own is refused, a fault is
 * one sentence and exit code 1.
 * @param run Returns the exit code.
 */
export async function command<T extends Options>(
  description: CommandDescription<T>,
  run: (values: Values<T>, words: string[]) => Promise<number>,
): Promise<void> {
  try {
    const { values, positionals } = parseArgs({
      options: { ...description.options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    })
    if (values.help) {
      console.log(help(description))
      return
    }
    refuseKeptByNpm(description, values, positionals)
    // A command that takes no words declares none.
    if (run.length < 2 && positionals.length > 0)
      throw new CommandError(`De trop : ${positionals.join(' ')}\n\n${help(description)}`)
    process.exitCode = await run(values as Values<T>, positionals)
  } catch (error) {
    if (isMisuse(error)) console.error(`${explainMisuse(error)}\n\n${help(description)}`)
    else if (error instanceof CommandError) console.error(error.message)
    else if (isFullDisk(error)) console.error(fullDisk)
    else if (isMissingRight(error)) console.error(missingRight(error.path))
    else console.error(error)
    process.exitCode = 1
  }
}

/**
 * `npm run repair --dry-run` would mend: before `--` npm takes an option for its own, and leaves it in the environment
 * only. Other commands that this one starts inherit that, so the name of npm's script must be this one's.
 */
function refuseKeptByNpm({ name, options = {} }: CommandDescription<Options>, given: object, words: string[]): void {
  if (process.env.npm_lifecycle_event !== name.split(' ').at(-1)) return
  const kept = Object.entries(options).flatMap(([option, { type }]) => {
    const value = process.env[`npm_config_${option.replaceAll('-', '_')}`]
    // npm says « false » for `--no-…`, nothing for what nobody set.
    if (!value || value === 'false' || option in given) return []
    return [type === 'boolean' ? `--${option}` : `--${option} ${value === 'true' ? '…' : shellWord(value)}`]
  })
  if (kept.length === 0) return
  const again = Object.entries(given).map(([option, value]) =>
    value === true ? `--${option}` : `--${option} ${shellWord(String(value))}`,
  )
  // The value of such an option became a word among the others.
  const others = kept.some((option) => option.endsWith('…')) ? ['…'] : [...words.map(shellWord), ...again]
  throw new CommandError(
    `npm garde pour lui les options écrites avant « -- », rien n’a donc été fait ; écrivez : ${[name, '--', ...others, ...kept].join(' ')}`,
  )
}

/** As it is typed in a terminal. */
export function shellWord(word: string): string {
  return /^[\p{L}\p{N}_./:@,=-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

/**
 * What an option says that wants a number, whole and from 1 on.
 * @param option As it is typed: `--seconds`.
 * @param usual Where it was not given.
 */
export function numberOption(option: string, text: string | undefined, usual: number): number {
  if (text === undefined) return usual
  const number = /^\d+$/.test(text) ? Number(text) : 0
  if (!Number.isSafeInteger(number) || number < 1)
    throw new CommandError(`${option} ${shellWord(text)} : écrivez un nombre entier, 1 au moins.`)
  return number
}

type Misuse = Error & { code: string }

function isMisuse(error: unknown): error is Misuse {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}

/** https://nodejs.org/api/errors.html#err_parse_args_invalid_option_value */
function explainMisuse({ code, message }: Misuse): string {
  const option = /'(-[^' ]*)/.exec(message)?.[1] ?? ''
  return code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? `Option inconnue : ${option}` : `Option mal employée : ${option}`
}

/** To make or to take away a file is a matter of its folder's rights. */
function missingRight(path: string): string {
  return `Ce compte n’a pas le droit de lire ou d’écrire ${path}, ou son dossier : donnez-lui ce droit, ou choisissez un autre endroit, puis relancez la commande.`
}

function help({ name, usage, about }: CommandDescription<Options>): string {
  return `${name}${usage ? ` ${usage}` : ''}\n\n${about.trim()}\n`
}
