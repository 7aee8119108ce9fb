import { setImmediate } from 'node:timers/promises'
import { refusedMarkup } from '../worker/site/note-tokens'
import { CommandError, command, numberOption } from './command'
import { type CorpusInput, ownInputs, readCorpora } from './corpora/inputs'
import { complaintsAbout } from './corpora/markup-oracle'
import { MAX_RATIO, ordinaryTime, timed } from './corpora/rendering-time'
import { openSurfaces, type Surfaces } from './corpora/surfaces'
import { inParallel } from './in-parallel'
import { typedFolder } from './typed-path'

const PARALLEL = 8

const LONG_FILE = 600

/** One text in so many is tried as page and question, and followed to its receipt and the moderators' pages. */
const FOLLOWED = 8

await command(
  {
    name: 'npm run test:corpora',
    usage: '-- DOSSIER [--one-in N]',
    about: `
Fait passer chaque texte d’un dossier de corpus (JSON, texte), et ceux du projet, par le rendu des notes, le formulaire
et l’interface de programmation ; un sur ${FOLLOWED} par le suivi, la file et les recherches ; publie cent textes de chaque
fichier et lit pages, flux, actes et journal. Juge ce qui en sort : rien qui s’exécute, rien qui sorte de sa place, aucune erreur 500, et
jamais plus de ${MAX_RATIO} fois le temps d’une note ordinaire. Finit en erreur (code 1) s’il y a une plainte.

  --one-in N   des fichiers de plus de ${LONG_FILE} textes, un sur N seulement`,
    options: { 'one-in': { type: 'string' } },
  },
  async (options, [folder, ...more]) => {
    const oneIn = numberOption('--one-in', options['one-in'], 1)
    if (!folder || more.length > 0) throw new CommandError('Dites quel dossier : npm run test:corpora -- DOSSIER')
    const read = await readCorpora(await typedFolder(folder))
    if (read.length === 0) throw new CommandError(`${folder} n’a ni .json ni .txt.`)
    const inputs = [...ownInputs(), ...thinned(read, oneIn)]
    const ordinary = ordinaryTime()
    const surfaces = await openSurfaces()
    try {
      const complaints: string[] = []
      for (const [file, group] of Map.groupBy(inputs, (input) => input.file)) {
        complaints.push(...(await judgeFile(file, group, ordinary, surfaces)))
      }
      complaints.push(...surfaces.checkLog())
      console.log(`\n${inputs.length} textes, ${complaints.length} plaintes`)
      for (const complaint of complaints.slice(0, 50)) console.error(complaint)
      return complaints.length > 0 ? 1 : 0
    } finally {
      await surfaces.close()
    }
  },
)

function thinned(inputs: CorpusInput[], oneIn: number): CorpusInput[] {
  const files = [...Map.groupBy(inputs, (input) => input.file).values()]
  return files.flatMap((group) => group.filter((_, n) => group.length <= LONG_FILE || n % oneIn === 0))
}

async function judgeFile(file: string, inputs: CorpusInput[], ordinary: number, surfaces: Surfaces): Promise<string[]> {
  const complaints: string[] = []
  const complain = (found: string[], text: string) =>
    complaints.push(...found.map((each) => `${file}: ${each}: ${JSON.stringify(text.slice(0, 80))}`))
  let refused = 0
  let slowest = 0
  for (const { text } of inputs) {
    if (refusedMarkup(text) !== null) refused++
    const { html, ratio } = timed(text, ordinary)
    slowest = Math.max(slowest, ratio)
    complain(complaintsAbout(html), text)
    if (ratio > MAX_RATIO) complain([`${ratio.toFixed(1)} fois une note ordinaire`], text)
  }
  // Connections that were closed while all of this was computed are seen to be, before one of them is used again.
  await setImmediate()
  await inParallel(PARALLEL, inputs, async ({ text }, n) => {
    complain(await surfaces.check(text, n % FOLLOWED === 0), text)
  })
  const shown = await surfaces.checkPublished()
  complaints.push(...shown.map((each) => `${file}: ${each}`))
  console.log(
    `${file.padEnd(32)} ${String(inputs.length).padStart(6)} textes, ${String(refused).padStart(3)} refusés, le plus lent ${slowest.toFixed(1)} fois, ${complaints.length} plaintes`,
  )
  return complaints
}
