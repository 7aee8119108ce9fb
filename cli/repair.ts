import { eraseAgain } from '../worker/backup/erased-since'
import { repairCounts, repairSearchCopies } from '../worker/notes/derived'
import { compareNotes } from '../worker/publishing/compare'
import { mendValue, publishAll } from '../worker/publishing/mend'
import { readPageIndex } from '../worker/site/read-index'
import { CommandError, command } from './command'
import { counted } from './counted'
import { openPlatform } from './platform'
import { publishedPages, syncPageSearch } from './publication/page-search'

const words = { missing: 'manque dans KV', old: 'n’est pas à jour dans KV', stray: 'est de trop dans KV' }

await command(
  {
    name: 'npm run repair',
    usage: '-- [--remote] [--dry-run]',
    about: `
Compare ce que D1 sait des notes avec ce que KV en montre, dit ce qui diffère et le remet d’aplomb. Efface de la base ce
que KV sait effacé du site, si elle vient d’une sauvegarde d’avant. Sans danger
pendant que le site tourne, et à refaire autant qu’on veut.

  --dry-run   dit ce qui diffère, sans rien changer
  --remote    le site en ligne ; sans cela, celui de cette machine (STATE_DIR, .wrangler/state sinon)`,
    options: { remote: { type: 'boolean' }, 'dry-run': { type: 'boolean' } },
  },
  async ({ remote = false, 'dry-run': dryRun = false }) => {
    const { DB, PAGES, dispose } = await openPlatform({ remote, asItIs: dryRun })
    const stores = { DB, PAGES }
    try {
      const index = await readPageIndex(PAGES, console.error)
      if (!index) throw new CommandError('Aucune page n’est publiée : lancez d’abord « npm run publish ».')
      let differing = 0
      const copyWasWrong = 'dont la copie de recherche était fausse'
      const tell = (count: number, what: string, ending: string) => {
        differing += count
        if (count > 0) console.log(counted(count, `${what} ${ending}`, `${what}s ${ending}`))
      }
      const erased = await eraseAgain(stores, new Date(), { dryRun })
      tell(erased.notes, 'note', 'dont l’effacement manquait')
      tell(erased.names, 'nom', 'dont l’effacement manquait')
      tell(await repairCounts(DB, { mend: !dryRun }), 'page', 'dont le nombre de notes était faux')
      tell(await repairSearchCopies(DB, { mend: !dryRun }), 'texte', copyWasWrong)
      const search = await syncPageSearch(DB, await publishedPages(PAGES, index), { dryRun })
      tell(search.added + search.changed + search.removed, 'page', copyWasWrong)
      for await (const difference of compareNotes(stores, index)) {
        differing++
        console.log(`${difference.key} ${words[difference.what]}`)
        if (!dryRun) await mendValue(stores, difference, new Date())
      }
      if (dryRun) {
        console.log(
          differing === 0 ? 'Tout concorde.' : `${counted(differing, 'différence')}, rien n’a été changé (à l’essai).`,
        )
        return 0
      }
      const behind = await publishAll(stores, (done) => console.log(`publiées : ${done}`))
      if (behind > 0) {
        throw new CommandError(
          `${counted(behind, 'valeur ne passe pas', 'valeurs ne passent pas')} : voyez /healthz et le journal, puis recommencez.`,
        )
      }
      console.log(differing === 0 ? 'Tout concorde.' : `${counted(differing, 'différence')}, tout est remis d’aplomb.`)
      return 0
    } finally {
      await dispose()
    }
  },
)
