import { join } from 'node:path'
import { command } from './command'
import { buildSite } from './content/build-site'
import { readMade, writeDist } from './content/dist'
import { formatRemarks } from './content/remarks'
import { warnOfExpiry } from './content/settings'
import { counted } from './counted'
import { textIfThere } from './if-there'
import { projectRoot } from './project'

await command(
  {
    name: 'npm run build',
    about: `
Lit content/ et écrit dans dist/ les pages finies du site, à regarder telles quelles sur le disque, et l’index
des pages. Chaque faute du contenu est dite avec son fichier et sa ligne ; s’il y en a une, rien n’est écrit et
la commande finit en erreur (code 1).`,
  },
  async () => {
    const start = performance.now()
    const dist = join(projectRoot, 'dist')
    const before = await readMade(dist)
    const { site, remarks } = await buildSite(projectRoot, before)
    if (remarks.length > 0) console.error(formatRemarks(remarks))
    if (!site) {
      const faults = remarks.filter(({ severity }) => severity === 'fault').length
      console.error(`\n${counted(faults, 'faute')} : rien n’a été écrit.`)
      return 1
    }
    const settings = textIfThere(join(projectRoot, 'content/site.yml')) ?? ''
    const warnings = warnOfExpiry(site.index.site, settings, new Date())
    if (warnings.length > 0) console.error(formatRemarks(warnings))
    await writeDist(dist, site, before)
    const pages = Object.keys(site.index.pages).length
    console.log(
      `dist/ : ${counted(pages, 'page')}, ${counted(site.sessions.length, 'séance')}, en ${Math.round(performance.now() - start)} ms`,
    )
    return 0
  },
)
