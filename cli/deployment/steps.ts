import { join } from 'node:path'
import { addModerator, listModerators } from '../../worker/moderation/moderators'
import { bundleWorker } from '../bundle'
import { counted } from '../counted'
import { knownMigrations, migrateRemote } from '../migrations'
import { openPlatform } from '../platform'
import { projectRoot } from '../project'
import { MissingStore, remoteConfig } from '../remote-stores'
import { runScript } from '../run-script'
import { sendProgram } from './send-program'
import { checkLive } from './smoke-check'

/** What the steps of one deploy know and tell each other. */
export type Deployment = {
  /** The site's own address, from site.yml. */
  url: string
  preview: boolean
  /** Who gets the first key. */
  organiser: string | undefined
  /** Bodies that the build made. */
  pages: number
  /** There is no database online yet: the program is sent first, which makes it. */
  first: boolean
  /** Where wrangler says that the program answers; null: it did not say. */
  address: string | null
}

type Step = {
  title: string
  /** What must be at hand before it starts. */
  needs: string
  /** Safe to repeat. */
  run: (deployment: Deployment) => Promise<void>
  /** What can be checked without account and network. @returns What the step would do. */
  rehearse: (deployment: Deployment) => Promise<string>
}

export const steps: Step[] = [
  {
    title: 'Chercher la base',
    needs: 'un compte Cloudflare (« npx wrangler login » une fois, ou CLOUDFLARE_API_TOKEN), le réseau',
    run: async (deployment) => {
      const missing = await missingStore()
      deployment.first = missing !== null
      if (missing === null) await migrateRemote()
      else if (missing === 'KV')
        console.log('   Première mise en ligne : la base et le magasin des pages seront créés.')
      else console.log('   Le magasin des pages est là, la base manque : elle sera créée, vide.')
    },
    rehearse: async () => {
      const migrations = await knownMigrations()
      return `la base en ligne recevrait ce qui lui manque des ${migrations.length} migrations, ou serait créée avec toutes.`
    },
  },
  {
    title: 'Envoyer le programme',
    needs:
      'le même compte ; la première fois, un secret est fait et confié à Cloudflare, il n’est gardé nulle part ailleurs',
    run: async (deployment) => {
      deployment.address = await sendProgram()
      if (deployment.first) await migrateRemote()
    },
    rehearse: async () => {
      await bundleWorker(join(projectRoot, '.wrangler/dry-run'), { quiet: false })
      return 'mis en paquet ici comme pour l’envoi.'
    },
  },
  {
    title: 'Publier les pages',
    needs: 'le même compte ; seul ce qui a changé est envoyé',
    run: () => runScript('publish', ['--remote']),
    rehearse: async ({ pages }) =>
      `${counted(pages, 'page ou fichier', 'pages et fichiers')} au plus, puis l’index qui les nomme.`,
  },
  {
    title: 'Faire la première clé de l’organisation',
    needs: 'un nom, par --organiser NOM ; rien si quelqu’un a déjà une clé, ou si vous allez restaurer une sauvegarde',
    run: ({ organiser }) => makeFirstKey(organiser),
    rehearse: async ({ organiser }) =>
      organiser ? `une clé pour ${organiser}, si personne n’en a.` : 'aucun nom donné : aucune clé ne serait faite.',
  },
  {
    title: 'Vérifier que le site répond',
    needs: 'le réseau, et que le domaine mène à Cloudflare',
    run: async ({ url, preview, address }) => {
      const asked = preview ? address : url
      if (asked) await checkLive(asked)
      else
        console.log('   L’envoi n’a nommé aucune adresse : ouvrez vous-même celle que Cloudflare montre pour l’essai.')
    },
    rehearse: async ({ url, preview }) =>
      preview
        ? 'l’adresse workers.dev que donnera l’envoi serait demandée, et son /healthz.'
        : `${url}/ et ${url}/healthz seraient demandés.`,
  },
]

/** What the account lacks of the site. Null: it has all. Whatever keeps us from asking ends the deploy here. */
async function missingStore(): Promise<MissingStore['kind'] | null> {
  try {
    await remoteConfig()
    return null
  } catch (error) {
    if (error instanceof MissingStore) return error.kind
    throw error
  }
}

async function makeFirstKey(organiser: string | undefined): Promise<void> {
  const { DB, dispose } = await openPlatform({ remote: true })
  try {
    if ((await listModerators(DB)).length > 0) {
      console.log('   Des clés existent déjà.')
      return
    }
    if (!organiser) {
      console.log('   Plus tard : npm run moderator -- add VOTRE-NOM --organiser --remote')
      return
    }
    const added = await addModerator(DB, { name: organiser, organiser: true }, new Date())
    console.log(
      added
        ? `   Clé de ${organiser}, montrée une seule fois :\n${added.key}`
        : `   « ${organiser} » vient de recevoir une clé par une autre commande : aucune autre n’est faite.`,
    )
  } finally {
    await dispose()
  }
}
