import { join } from 'node:path'
import { wantDocuments } from '../worker/notes/documents'
import { retrying } from '../worker/notes/retry'
import { SETTLED_MS } from '../worker/publishing/values'
import { recordUpkeep } from '../worker/upkeep'
import { CommandError, command } from './command'
import { readDist } from './content/dist'
import { counted } from './counted'
import { hasTable } from './migrations'
import { openPlatform, type Platform } from './platform'
import { projectRoot } from './project'
import { explainLedOn, pagesWithNotes } from './publication/dropped-pages'
import { otherLicences } from './publication/given-licences'
import { type PageSearchChange, syncPageSearch } from './publication/page-search'
import { DroppedPages, type Publication, publishSite } from './publication/publish-site'

await command(
  {
    name: 'npm run publish',
    usage: '-- [--remote]',
    about: `
Envoie dans KV ce que dist/ a de nouveau, puis l’index qui le nomme, et enlève ce qu’aucun index des dernières
24 heures ne nommait ; puis donne à la recherche les mots des pages. Rien n’a changé : rien n’est écrit. À lancer
après « npm run build ».

  --remote   le site en ligne ; sans cela, celui de cette machine (STATE_DIR, .wrangler/state sinon)`,
    options: { remote: { type: 'boolean' } },
  },
  async ({ remote = false }) => {
    const site = await readDist(join(projectRoot, 'dist'))
    if (!site) throw new CommandError('dist/ est vide : lancez d’abord « npm run build ».')
    const platform = await openPlatform({ remote })
    try {
      const { id } = site.index.site.licence
      const others = await otherLicences(platform.DB, id)
      if (others.length > 0) throw new CommandError(explainLicences(id, others))
      const publication = await publishSite(platform.PAGES, site, await pagesWithNotes(platform.DB), new Date(), {
        progress,
        beforeIndex: () => wantComposed(platform.DB, remote),
        lastIndex: await lastIndex(platform.DB),
      })
      if (publication.ledOn.length > 0) console.error(explainLedOn(publication.ledOn))
      if (publication.indexChanged) {
        // Once more: what was composed meanwhile read the index of before.
        await wantComposed(platform.DB, remote)
        if (await hasTable(platform.DB, 'upkeep')) {
          await recordUpkeep(platform.DB, 'publish', new Date(), publication.indexHash)
        }
      }
      console.log(summary(publication, await syncPageSearch(platform.DB, site, { changedOnly: true })))
      return 0
    } catch (error) {
      if (error instanceof DroppedPages) throw new CommandError(explainDropped(error.addresses))
      throw error
    } finally {
      await platform.dispose()
    }
  },
)

function summary({ written, kept, removed, indexChanged }: Publication, search: PageSearchChange): string {
  const searched = search.added + search.changed + search.removed
  if (written + removed + searched === 0 && !indexChanged) return 'publié : rien n’avait changé'
  return `publié : ${counted(written, 'envoyé')}, ${kept} déjà là, ${counted(removed, 'enlevé')} ; recherche : ${counted(searched, 'page mise à jour', 'pages mises à jour')}`
}

/**
 * The proceedings and the archive hold the pages' titles and texts too. Online, KV may still give out the index of before.
 * Before the first migration there are none.
 */
async function wantComposed(db: Platform['DB'], remote: boolean): Promise<void> {
  if (!(await hasTable(db, 'outbox'))) return
  const now = Date.now()
  const notBefore = new Date(remote ? now + SETTLED_MS : now).toISOString()
  await retrying(() => wantDocuments(db, new Date(now).toISOString(), { notBefore }).run())
}

/** What D1 says at once and KV perhaps a minute late: the hash of the index that was published last. */
async function lastIndex(db: Platform['DB']): Promise<string | null> {
  if (!(await hasTable(db, 'upkeep'))) return null
  return db.prepare(`SELECT detail FROM upkeep WHERE what = 'publish'`).first<string>('detail')
}

function explainDropped(addresses: string[]): string {
  return `Ces pages ont des notes et ne sont plus dans content/ : ${addresses.join(', ')}
Remettez-les, ou donnez leur id à la page qui les remplace (id: dans son en-tête ; à défaut l’ancienne adresse) : les notes y
seront. Une redirection seule (redirects de content/site.yml) y mène les lecteurs, mais laisse les notes à leur propre adresse,
dans les actes et dans l’archive, et sur aucune page. Rien n’a été publié.`
}

function explainLicences(licence: string, given: string[]): string {
  return `content/site.yml dit la licence ${licence} ; des notes ont été données sous ${given.join(', ')}, et leurs auteurs et
autrices n’ont accepté que celle-là. Remettez-la dans content/site.yml (son nom et son adresse peuvent changer).
Rien n’a été publié.`
}

/** A line every hundred bodies: fewer is quick enough to be silent. */
function progress(done: number, of: number): void {
  if (of >= 100 && (done % 100 === 0 || done === of)) console.log(`  ${done} / ${of}`)
}
