import { readFile, writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { measureAsking } from './bench/asking'
import { measureBeside } from './bench/beside'
import { measureBuilding } from './bench/building'
import { measureCost } from './bench/cost'
import { measureGrowth } from './bench/growth'
import { type Figure, fallenBelow } from './bench/measures'
import { growthPlot } from './bench/plot'
import { measureCold, measureReading } from './bench/reading'
import { measureSlowLine } from './bench/slow-line'
import { withTables } from './bench/tables'
import { measureWeight } from './bench/weight'
import { measureWriting } from './bench/writing'
import { CommandError, command } from './command'
import { textIfThere } from './if-there'
import { projectRoot } from './project'

const parts = {
  // First: a disk from which much was just deleted takes longer to find room for a file.
  building: measureBuilding,
  reading: measureReading,
  cold: measureCold,
  writing: measureWriting,
  asking: measureAsking,
  growth: measureGrowth,
  weight: measureWeight,
  cost: measureCost,
  beside: measureBeside,
  slow: measureSlowLine,
}

type Part = keyof typeof parts
const partNames = Object.keys(parts) as Part[]

const RESULTS = join(projectRoot, 'test/bench/results.json')

const TABLES = join(projectRoot, 'docs/scaling.md')

const PLOT = join(projectRoot, 'docs/images/growth.svg')

type Results = { cores: number; figures: Figure[] }

await command(
  {
    name: 'npm run bench',
    usage: '-- [PARTIE…] [--check]',
    about: `
Mesure le site, chaque débit aussi en rapport à un Worker nu mesuré dans le même passage, et écrit
test/bench/results.json, les tableaux de docs/scaling.md et docs/images/growth.svg. Dix minutes environ, sur
une machine qui ne fait rien d’autre.

  PARTIE    ${partNames.join(', ')} ; sans cela, toutes
  --check   n’écrit rien, et échoue si un rapport est tombé deux fois de suite de plus de 15 % sous celui qui est
            enregistré`,
    options: { check: { type: 'boolean' } },
  },
  async ({ check = false }, names) => {
    const unknown = names.filter((name) => !Object.hasOwn(parts, name))
    if (unknown.length > 0) throw new CommandError(`Partie inconnue : ${unknown.join(', ')} (npm run bench -- --help).`)
    const wanted = partNames.filter((name) => names.length === 0 || names.includes(name))
    const before = await readResults()
    if (check) return await report(wanted, before)
    const figures = await measure(wanted)
    const kept = before?.figures.filter((old) => !figures.some(({ name }) => name === old.name)) ?? []
    const results: Results = { cores: cpus().length, figures: names.length > 0 ? [...kept, ...figures] : figures }
    await writeFile(RESULTS, `${JSON.stringify(results, null, 2)}\n`)
    const plot = growthPlot(results.figures)
    if (plot) await writeFile(PLOT, plot)
    const tables = withTables(await readFile(TABLES, 'utf8'), results.figures, plot && 'images/growth.svg')
    await writeFile(TABLES, tables)
    return 0
  },
)

function line({ name, value, unit, ratio, spread, goal }: Figure): string {
  const against = ratio === undefined ? '' : `, ${ratio} du Worker nu`
  const rounds = spread ? ` (${spread[0]} à ${spread[1]})` : ''
  return `  ${name} : ${value} ${unit}${against}${rounds}${goal ? `, but ${goal}` : ''}`
}

/** Measured once more, because a machine that did something else for a moment tells nothing of the program. */
async function report(wanted: Part[], before: Results | null): Promise<number> {
  if (!before) throw new CommandError('Rien n’est enregistré : lancez d’abord « npm run bench ».')
  const fallen: string[] = []
  for (const part of wanted) {
    const once = fallenBelow(before.figures, await measure([part])).map(({ name }) => name)
    if (once.length === 0) continue
    console.log(`Tombé, mesuré une seconde fois : ${once.join(', ')}`)
    const twice = fallenBelow(before.figures, await measure([part])).filter(({ name }) => once.includes(name))
    fallen.push(...twice.map(({ name, ratio }) => `${name}, ${ratio} du Worker nu`))
  }
  for (const each of fallen) console.error(`Tombé deux fois : ${each}`)
  return fallen.length > 0 ? 1 : 0
}

async function measure(wanted: Part[]): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const name of wanted) {
    console.log(`— ${name}`)
    await parts[name]((figure) => {
      figures.push(figure)
      console.log(line(figure))
    })
  }
  return figures
}

async function readResults(): Promise<Results | null> {
  const text = textIfThere(RESULTS)
  return text === null ? null : (JSON.parse(text) as Results)
}
