import { readdir, realpath, rename, rmdir } from 'node:fs/promises'
import { CommandError, command, shellWord } from './command'
import { withDraftsOf } from './drafts'
import { copyProgram } from './fresh-event/copy-program'
import { usualTimezone } from './fresh-event/organisers-own'
import { askForEvent } from './fresh-event/questions'
import { writeContent } from './fresh-event/write-content'
import { projectRoot } from './project'
import { typedPath } from './typed-path'

await command(
  {
    name: 'npm run new',
    usage:
      '-- DOSSIER [--name NOM] [--start JOUR] [--end JOUR] [--place LIEU] [--timezone FUSEAU] [--themes A,B] [--url ADRESSE]',
    about: `
Fait dans DOSSIER un événement neuf : le programme, et un content/ à compléter. Ce qui n’est pas donné est demandé ; sans
personne pour répondre, une valeur d’exemple est prise. Ensuite : cd DOSSIER, npm start.

  --name      le nom de l’événement
  --start     son premier jour, 2027-05-20
  --end       son dernier jour
  --place     le lieu
  --timezone  le fuseau horaire, America/Halifax ; sinon celui du content/site.yml d’ici, à défaut celui de la machine
  --themes    ses thèmes, séparés par des virgules
  --url       l’adresse du site quand il sera en ligne`,
    options: {
      name: { type: 'string' },
      start: { type: 'string' },
      end: { type: 'string' },
      place: { type: 'string' },
      timezone: { type: 'string' },
      themes: { type: 'string' },
      url: { type: 'string' },
    },
  },
  async (given, [folder, ...more]) => {
    if (!folder || more.length > 0) throw new CommandError('Dites dans quel dossier : npm run new -- ../mon-evenement')
    const target = await realpath(typedPath(folder)).catch(() => typedPath(folder))
    if (`${target}/`.startsWith(`${projectRoot}/`)) {
      throw new CommandError(
        `${target} est dans le dossier de cet événement-ci : choisissez-en un à côté. Rien n’a été écrit.`,
      )
    }
    if ((await readdir(target).catch((error) => nothingThere(error, target))).length > 0) {
      throw new CommandError(`${target} n’est pas vide : choisissez un autre dossier. Rien n’a été écrit.`)
    }
    const now = new Date()
    const event = await askForEvent(given, usualTimezone(), now)
    await withDraftsOf(target, ['whole'], async ({ whole }) => {
      await copyProgram(whole, event)
      await writeContent(whole, event, now)
      await takePlace(whole, target)
    })
    console.log(`
${event.name} est prêt dans ${target}, en français, aux heures de ${event.timezone} (timezone dans content/site.yml).
Ensuite :
  cd ${shellWord(folder)}
  npm start`)
    return 0
  },
)

function nothingThere({ code }: NodeJS.ErrnoException, target: string): string[] {
  if (code !== 'ENOTDIR') return []
  throw new CommandError(`${target} est un fichier : choisissez un dossier. Rien n’a été écrit.`)
}

/** An empty folder gives its place: not every system puts another there by itself. */
async function takePlace(draft: string, target: string): Promise<void> {
  await rmdir(target).catch(({ code }: NodeJS.ErrnoException) => {
    if (code === 'ENOENT') return
    throw new CommandError(
      `${target} ne peut pas être remplacé (${code}) : choisissez un dossier qui n’existe pas encore. Rien n’a été écrit.`,
    )
  })
  await rename(draft, target)
}
