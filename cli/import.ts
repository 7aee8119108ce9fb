import type { PageIndex } from '../worker/site/page-index'
import { expectNoRestore } from './backups/under-way'
import { CommandError, command } from './command'
import { tellLongWork } from './import/tell'
import { openPlatform, type Platform } from './platform'
import { projectRoot } from './project'
import { publishedSite } from './published-site'
import { typedPath } from './typed-path'

await command(
  {
    name: 'npm run import',
    usage:
      '-- mkdocs DOSSIER | schedule FICHIER | pad FICHIER|DOSSIER [--page ADRESSE] | archive FICHIER   [--dry-run]',
    about: `
Reprend ce qui existe ailleurs. Tout est lu et vérifié avant que rien ne soit écrit : une moitié n’est jamais reprise.

  mkdocs DOSSIER      un dossier MkDocs (celui de mkdocs.yml, ou docs/) dans content/ : pages, images, menu. Ce qui ne
                      se reprend pas est dit avec fichier et ligne.
  schedule FICHIER    un programme frab ou pretalx (JSON ou XML) : une page par séance dans content/sessions/. Une séance
                      déjà là (même guid) garde son texte et ses notes ; renommée, elle change d’adresse et l’ancienne
                      y mène.
  pad FICHIER         un pad HedgeDoc (.md) ou Etherpad (.txt, .html, .etherpad), ou un dossier de pads : en notes à
                      relire, « licence à confirmer ». Sans --page, le nom du fichier dit la page.
  archive FICHIER     une archive de Kesako (/archive.zip) dans un site sans note : les notes publiées, comme elles étaient.

  --dry-run   dit ce qui serait fait, ne fait rien
  --force     mkdocs : remplace ce qui existe dans content/, et le menu de site.yml
  --page      pad : la page qui reçoit les notes
  --remote    pad, archive : le site en ligne ; sans cela, celui de cette machine`,
    options: {
      'dry-run': { type: 'boolean' },
      force: { type: 'boolean' },
      page: { type: 'string' },
      remote: { type: 'boolean' },
    },
  },
  async ({ 'dry-run': rehearsal = false, force = false, page, remote = false }, [kind, path, ...more]) => {
    if (path === undefined || more.length > 0) {
      throw new CommandError(
        'Dites quoi et d’où : mkdocs, schedule, pad ou archive, puis le chemin (npm run import -- --help).',
      )
    }
    const said = await bringIn(kind, typedPath(path), { rehearsal, force, page, remote })
    for (const line of said) console.log(line)
    if (rehearsal) console.log('Essai à blanc : rien n’a été changé.')
    return 0
  },
)

type Wishes = { rehearsal: boolean; force: boolean; page: string | undefined; remote: boolean }

/** Each kind loads what it reads with: four parsers that the others do not need. */
async function bringIn(kind: string | undefined, path: string, wishes: Wishes): Promise<string[]> {
  switch (kind) {
    case 'mkdocs': {
      const { importMkdocs } = await import('./import/mkdocs')
      return importMkdocs(projectRoot, path, wishes, tellLongWork)
    }
    case 'schedule': {
      const { importSchedule } = await import('./import/schedule')
      return importSchedule(projectRoot, path, wishes, tellLongWork)
    }
    case 'pad': {
      const { importPads } = await import('./import/pads')
      return withSite(wishes, (platform, index) =>
        importPads(platform, index, path, { ...wishes, now: new Date() }, tellLongWork),
      )
    }
    case 'archive': {
      const { importArchive } = await import('./import/archive')
      return withSite(wishes, (platform, index) => importArchive(platform, index, path, { ...wishes, now: new Date() }))
    }
    default:
      throw new CommandError(`« ${kind} » ne se reprend pas : dites mkdocs, schedule, pad ou archive.`)
  }
}

/** Notes belong to published pages. */
async function withSite(
  { remote, rehearsal }: Wishes,
  work: (platform: Platform, index: PageIndex) => Promise<string[]>,
): Promise<string[]> {
  const platform = await openPlatform({ remote, asItIs: rehearsal })
  try {
    if (!rehearsal) await expectNoRestore(platform.DB)
    return await work(platform, await publishedSite(platform))
  } finally {
    await platform.dispose()
  }
}
