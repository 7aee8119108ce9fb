import { join } from 'node:path'
import { CommandError, command } from './command'
import { readDist } from './content/dist'
import { openPlatform } from './platform'
import { projectRoot } from './project'
import { publishSite } from './publication/publish-site'

await command(
  {
    name: 'npm run publish',
    usage: '-- [--remote]',
    about: `
Envoie dans KV ce que dist/ a de nouveau, puis l’index qui le nomme, et enlève ce qu’aucun index des dernières
24 heures ne nommait. Rien n’a changé : rien n’est écrit. À lancer après « npm run build ».

  --remote   le site en ligne ; sans cela, celui de cette machine (STATE_DIR, .wrangler/state sinon)`,
    options: { remote: { type: 'boolean' } },
  },
  async ({ remote }) => {
    const site = await readDist(join(projectRoot, 'dist'))
    if (!site) throw new CommandError('dist/ est vide : lancez d’abord « npm run build ».')
    const platform = await openPlatform({ remote: remote ?? false })
    try {
      const { written, kept, removed, indexChanged } = await publishSite(platform.PAGES, site, new Date(), progress)
      console.log(
        written + removed === 0 && !indexChanged
          ? 'publié : rien n’avait changé'
          : `publié : ${written} envoyés, ${kept} déjà là, ${removed} enlevés`,
      )
      return 0
    } finally {
      await platform.dispose()
    }
  },
)

/** A line every hundred bodies: fewer is quick enough to be silent. */
function progress(done: number, of: number): void {
  if (of >= 100 && (done % 100 === 0 || done === of)) console.log(`  ${done} / ${of}`)
}
