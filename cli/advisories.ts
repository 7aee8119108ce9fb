import { spawnSync } from 'node:child_process'
import { command, numberOption } from './command'
import { projectRoot } from './project'

const SECONDS = 30

await command(
  {
    name: 'npm run advisories',
    usage: '-- [--seconds N]',
    about: `
Demande au registre si une version de package-lock.json a une faille connue. Finit en erreur (code 1) s’il en nomme une ;
si le registre ne répond pas à temps, ou ne sait pas le dire, le dit et n’échoue pas.

  --seconds N   ce que le registre a de temps pour répondre ; ${SECONDS} sinon`,
    options: { seconds: { type: 'string' } },
  },
  async ({ seconds }) => {
    const report = audit(numberOption('--seconds', seconds, SECONDS))
    if (!report?.vulnerabilities) {
      console.log(`Failles connues : le registre n’a pas pu être interrogé (${report?.message ?? 'pas de réponse'}).`)
      return 0
    }
    const known = Object.values(report.vulnerabilities)
    for (const { name, severity, range, via } of known) {
      const titles = via.flatMap((each) => (typeof each === 'string' ? [] : [`${each.title} ${each.url}`]))
      console.error(`${name} ${range} (${severity}) : ${titles.join(' ; ') || via.join(', ')}`)
    }
    console.log(`Failles connues : ${known.length}.`)
    return known.length > 0 ? 1 : 0
  },
)

/** What `npm audit --json` prints: a report, or why there is none. https://docs.npmjs.com/cli/v11/commands/npm-audit */
type Report = { message?: string; vulnerabilities?: Record<string, Vulnerability> }
type Vulnerability = { name: string; severity: string; range: string; via: (string | { title: string; url: string })[] }

function audit(seconds: number): Report | null {
  const { stdout } = spawnSync('npm', ['audit', '--json', '--package-lock-only', '--fetch-retries=0'], {
    cwd: projectRoot,
    encoding: 'utf8',
    timeout: seconds * 1000,
    maxBuffer: 64 * 1024 * 1024,
  })
  try {
    return JSON.parse(stdout) as Report
  } catch {
    return null
  }
}
