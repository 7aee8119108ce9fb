import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, test } from 'vitest'
import { buildSite } from '../../cli/content/build-site'
import { knownMigrations } from '../../cli/migrations'
import { projectRoot } from '../../cli/project'
import { removeTemporaryContent, siteYaml, temporaryContent } from '../support/temporary-content'

/** As every event gets them; the forum's own are held equal to these. */
const legalPage = (name: string) => readFileSync(join(projectRoot, 'cli/fresh-event/content', name), 'utf8')

const privacyPage = legalPage('donnees-personnelles.md')

/** Column that may speak of a person → the words by which the privacy page names it. A new one must be named too. */
const personal: Record<string, string> = {
  'revisions.author': 'le nom que vous avez choisi',
  'revisions.body': 'le texte',
  'revisions.search': 'une copie sans accents pour la recherche',
  'revisions.print': 'une empreinte des mots',
  'revisions.moderator': 'chacune de leurs versions',
  'notes.consented_at': 'votre accord à la licence',
  'notes.idempotency_hash': 'l’heure d’envoi',
  'notes.submission_hash': 'l’heure d’envoi',
  'notes.names_erased_up_to': 'jusqu’à quelle version',
  'notes.flags': 'les signaux pour la modération',
  'decisions.moderator': 'qui, dans l’équipe, a décidé',
  'decisions.reason': 'la raison donnée',
  'receipts.hash': 'une empreinte seulement',
  'reports.reason': 'leur texte',
  'reports.closed_by': 'le nom de qui les a clos',
  'moderators.name': 'le nom donné',
  'moderators.key_hash': 'une empreinte de la clé d’accès',
  'moderators.feed_hash': 'une du lien du flux',
  'leases.moderator': 'qui lit quelle note en ce moment',
  'sessions.hash': 'une empreinte de la clé d’accès',
  'sessions.moderator': 'le nom donné',
  'sessions.last_seen_at': 'l’heure des visites',
  'device_sends.hash': 'une empreinte de l’adresse et du navigateur',
}

/** Names of columns that hold what somebody wrote, chose, is known by or did. */
const telling =
  /author|body|name|moderator|reason|search$|print|hash|key_|consent|flags|seen|_by$|mail|address|agent|device|phone/

/** Columns of that look that speak of pages and values. */
const impersonal = /^(page_search|outbox|upkeep)\./

/** Every column of the schema, `table.column`. */
async function columns(): Promise<string[]> {
  const db = new DatabaseSync(':memory:')
  for (const name of await knownMigrations()) {
    db.exec(readFileSync(join(projectRoot, 'worker/migrations', name), 'utf8'))
  }
  const all = db
    .prepare(
      `SELECT t.name AS t, c.name AS c FROM sqlite_master t, pragma_table_info(t.name) c
       WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%'`,
    )
    .all()
  return all.map(({ t, c }) => `${t}.${c}`)
}

describe('the privacy page says what the schema holds', async () => {
  const all = await columns()

  test.each([...new Set(all.map((each) => each.split('.')[0] ?? ''))])('it names the table %s', (table) => {
    expect(privacyPage).toContain(`\`${table}\``)
  })

  test.each(all.filter((each) => telling.test(each.split('.')[1] ?? '') && !impersonal.test(each)))(
    'it says that %s is kept',
    (column) => {
      expect(personal).toHaveProperty([column])
      expect(privacyPage).toContain(personal[column])
    },
  )

  test('it names nothing that is no longer there', () => {
    expect(Object.keys(personal).filter((column) => !all.includes(column))).toEqual([])
  })

  test('it names the legal bases, and takes nothing for consent', () => {
    expect(privacyPage).toContain('article 6.1 b')
    expect(privacyPage).toContain('article 6.1 f')
    expect(privacyPage).not.toContain('avec votre accord')
  })

  test.each(['Accès', 'Rectification', 'Effacement', 'Opposition', 'Limitation', 'Portabilité'])(
    'it says how one has one’s right: %s',
    (right) => expect(privacyPage).toMatch(new RegExp(`^- \\*\\*${right}\\*\\* : .{20}`, 'm')),
  )

  test('the times are those of site.yml', () => {
    for (const key of ['rejected', 'spam', 'sessions', 'limits'])
      expect(privacyPage).toContain(`{{ retention.${key} }}`)
  })
})

describe('what only the organisers know', () => {
  async function build(files: Record<string, string>) {
    const root = await temporaryContent(files)
    const built = await buildSite(root)
    await removeTemporaryContent(root)
    return built
  }
  const home = (text: string) => ({ 'content/index.md': `---\ntitle: Accueil\n---\n\n${text}\n` })
  const pageOf = ({ site }: Awaited<ReturnType<typeof build>>) =>
    new TextDecoder().decode(site?.bodies.get(site.index.pages['/']?.body ?? ''))

  test('is a warning with file and line while it is missing, and shows as missing', async () => {
    const built = await build(home('Écrire à {{ legal.contact }}.'))
    expect(built.remarks).toMatchObject([
      { file: 'content/index.md', line: 5, severity: 'warning', placeholder: 'legal.contact' },
    ])
    expect(pageOf(built)).toMatch(/\[à compléter\s: legal\.contact\]/)
  })

  test('stands where the page names it once site.yml says it', async () => {
    const legal = 'legal: { contact: bonjour@essai.example, publisher: Les amis du sable }\n'
    const built = await build({
      'content/site.yml': siteYaml + legal,
      ...home('{{legal.publisher}}, {{ legal.contact }}, {{ event.place }}, {{ retention.spam }} jours.'),
    })
    expect(built.remarks).toEqual([])
    expect(pageOf(built)).toContain('bonjour@essai.example')
    expect(pageOf(built)).toContain('Brest, 30 jours.')
  })

  test('a name that site.yml cannot have is a fault; other braces are text', async () => {
    const built = await build(home('{{ legal.capitaine }} et {{ autre.chose }}'))
    expect(built.remarks).toMatchObject([{ severity: 'fault', message: expect.stringContaining('legal.capitaine') }])
  })
})

describe('retention in site.yml', () => {
  test.each(['limits: 25', 'rejected: 0', 'spam: 1.5', 'always: 3'])('%s is a fault', async (line) => {
    const root = await temporaryContent({ 'content/site.yml': `${siteYaml}retention: { ${line} }\n` })
    const { remarks } = await buildSite(root)
    await removeTemporaryContent(root)
    expect(remarks).toMatchObject([{ file: 'content/site.yml', severity: 'fault' }])
  })
})

test('the declaration of accessibility says what the table of 106 criteria says', () => {
  const table = readFileSync(join(projectRoot, 'docs/rgaa.md'), 'utf8')
  const rows = Array.from(
    table.matchAll(/^\| (\d+\.\d+) \| \**(conforme|non conforme|non applicable)\** \| \S/gm),
    ([, criterion = '', state = '']) => ({ criterion, state }),
  )
  expect(new Set(rows.map(({ criterion }) => criterion)).size).toBe(106)
  const inState = (wanted: string) => rows.filter(({ state }) => state === wanted)
  const [kept, broken, others] = ['conforme', 'non conforme', 'non applicable'].map((state) => inState(state).length)
  expect(table).toContain(`**${kept} conformes, ${broken} non conformes, ${others} non applicables**`)
  const declaration = legalPage('accessibilite.md')
  expect(declaration).toContain(`${kept} sont tenus, ${broken} ne le sont pas, ${others} ne s’appliquent pas`)
  const share = Math.round((100 * (kept ?? 0)) / ((kept ?? 0) + (broken ?? 0)))
  expect(declaration).toContain(`${share} % des critères`)
  for (const { criterion } of inState('non conforme')) {
    expect(declaration).toMatch(new RegExp(`^- .*\\b${criterion.replace('.', '\\.')}\\)`, 'm'))
  }
})

test.each([
  ['the commitment', /s’engage à rendre .* l’article 47 de la loi n° 2005-102 du 11 février 2005/],
  ['what it is about', /vaut pour tout le site \{\{ url \}\}/],
  ['the plans', /ni schéma pluriannuel d’accessibilité, ni plan d’actions/],
  ['the derogations', /^Dérogations pour charge disproportionnée : aucune\./m],
  ['its date', /établie en \p{Ll}+ \d{4}/u],
  ['the technologies', /Technologies du site/],
  ['the tools', /Outils de la vérification/],
  ['the aids', /Aides techniques essayées/],
  ['the pages', /Pages vérifiées/],
  ['by when an answer comes', /legal\.contact \}\} : nous répondons sous une semaine/],
  ['the way to complain', /Voies de recours[\s\S]*Défenseur des droits/],
])('the declaration of accessibility says what it must: %s', (_, said) => {
  expect(legalPage('accessibilite.md')).toMatch(said)
})

test('the declaration names as many pages as the table was made on', () => {
  const table = readFileSync(join(projectRoot, 'docs/rgaa.md'), 'utf8')
  const pages = /sur (\d+) pages/.exec(table)?.[1]
  expect(legalPage('accessibilite.md')).toContain(`, ${pages} en tout`)
})

test('the charter leads to what became of the notes, year by year', () => {
  expect(legalPage('charte.md')).toContain('](/moderation-en-chiffres/)')
})
