import { join } from 'node:path'
import { CommandError, command } from './command'
import { buildSite } from './content/build-site'
import { readMade } from './content/dist'
import { formatRemarks } from './content/remarks'
import { type Deployment, steps } from './deployment/steps'
import { moderatorName } from './moderator-name'
import { projectRoot } from './project'
import { runScript } from './run-script'

await command(
  {
    name: 'npm run deploy',
    usage: '-- [--organiser NOM] [--preview] [--dry-run]',
    about: `
Met le site en ligne : construit content/, prépare la base, envoie le programme, publie les pages, fait la première clé
et vérifie que le site répond. Ce que chaque étape demande est dit avant qu’elle commence, et chacune peut être refaite
sans dommage : coupée en route, relancez la même commande. Il faut un compte Cloudflare (« npx wrangler login » une
fois). Refuse tant qu’une page légale attend un renseignement de content/site.yml.

  --organiser NOM   fait la clé de cette personne si personne n’en a encore, et la montre une seule fois
  --preview         un second site d’essai, qui ne partage aucune donnée avec le premier
  --dry-run         montre toutes les étapes et vérifie ce qui se vérifie sans compte ni réseau`,
    options: { 'dry-run': { type: 'boolean' }, preview: { type: 'boolean' }, organiser: { type: 'string' } },
  },
  async ({ 'dry-run': dryRun = false, preview = false, organiser: firstKeyFor }) => {
    // wrangler, and our own commands, read from it which of the two sites is meant.
    if (preview) process.env.CLOUDFLARE_ENV = 'preview'
    const organiser = firstKeyFor === undefined ? undefined : moderatorName(firstKeyFor)
    await runScript('build')
    const { site, remarks } = await buildSite(projectRoot, await readMade(join(projectRoot, 'dist')))
    if (!site) throw new CommandError(formatRemarks(remarks))
    const missing = [...new Set(remarks.map(({ placeholder }) => placeholder).filter((name) => name !== undefined))]
    const { url, security } = site.index.site
    const toDo = [
      ...(isExample(url) && !preview
        ? [`url dans content/site.yml est encore ${url} : écrivez-y l’adresse du site.`]
        : []),
      ...(security && isExample(security.contact) && !preview
        ? [`security.contact dans content/site.yml est encore ${security.contact} : écrivez-y le vôtre.`]
        : []),
      ...missing.map((name) => `${name} manque dans content/site.yml, et une page le promet.`),
    ]
    if (toDo.length > 0 && !dryRun) {
      throw new CommandError(`À faire d’abord :\n${toDo.join('\n')}\nRien n’a été envoyé.`)
    }
    const deployment: Deployment = { url, preview, organiser, pages: site.bodies.size, first: false, address: null }
    for (const [n, { title, needs, run, rehearse }] of steps.entries()) {
      console.log(`\n${n + 1}. ${title}\n   Il faut : ${needs}`)
      if (dryRun) console.log(`   À l’essai : ${await rehearse(deployment)}`)
      else await run(deployment)
    }
    const address = deployment.address ?? (preview ? null : url)
    if (!dryRun && address) console.log(`\nEn ligne : ${address}/`)
    else if (toDo.length > 0) console.log(`\nÀ faire avant de mettre en ligne :\n${toDo.join('\n')}`)
    if (dryRun) console.log('\nEssai réussi : rien n’a été envoyé.')
    return 0
  },
)

/** RFC 2606 keeps these names for examples. */
function isExample(address: string): boolean {
  const host = address.startsWith('mailto:') ? address.replace(/^.*@/, '') : new URL(address).hostname
  return /(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid|test|localhost)$/.test(host)
}
