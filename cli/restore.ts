import { finishRestore } from '../worker/backup/restore'
import { publishDocuments } from '../worker/publishing/documents'
import { publishAll } from '../worker/publishing/mend'
import { composeProven } from '../worker/reading/proceedings/compose'
import { INDEX_KEY } from '../worker/site/page-index'
import { readBackup, type SoundBackup } from './backups/read-backup'
import { restoreBackup } from './backups/restore-backup'
import { CommandError, command } from './command'
import { counted } from './counted'
import { knownMigrations, migrateRemote } from './migrations'
import { openPlatform, type Platform } from './platform'
import { everySo } from './progress'
import { runScript } from './run-script'
import { aboutStrangers } from './strangers'
import { typedSource } from './typed-path'

await command(
  {
    name: 'npm run restore',
    usage: '-- FICHIER [--remote]',
    about: `
Remet une sauvegarde dans une base vide ou absente ; les tables sont préparées d’abord. Le fichier est relu en entier
avant que rien ne soit écrit : abîmé, coupé ou plus récent que ce programme, il est refusé. Ce qui a été effacé du
site depuis la sauvegarde reste effacé. Les suivis et les clés d’accès servent comme avant. Coupée en route, la même
commande reprend où elle en était.

  --remote   le site en ligne ; sans cela, celui de cette machine (STATE_DIR, .wrangler/state sinon)`,
    options: { remote: { type: 'boolean' } },
  },
  async ({ remote = false }, [file, ...more]) => {
    if (!file || more.length > 0) throw new CommandError('Dites quel fichier : npm run restore -- sauvegarde.ndjson')
    const path = await typedSource(file)
    const backup = await readBackup(path, await knownMigrations())
    console.log(`sauvegarde en bon état : ${counted(backup.seal.counts.notes ?? 0, 'note')}`)
    if (remote) await migrateRemote()
    let platform = await openPlatform({ remote })
    try {
      await restore(platform, backup, { remote })
      if ((await platform.PAGES.get(INDEX_KEY)) === null) {
        await platform.dispose()
        console.log('aucune page n’est publiée : construction et publication')
        await runScript('build')
        await runScript('publish', remote ? ['--remote'] : [])
        platform = await openPlatform({ remote })
      }
      const behind = await showNotes(platform)
      await finishRestore(platform.DB)
      console.log(
        behind === 0
          ? 'restauré : chaque adresse répond comme avant.'
          : `restauré ; ${counted(behind, 'valeur suivra', 'valeurs suivront')} dans les minutes qui viennent.`,
      )
      return 0
    } finally {
      await platform.dispose()
    }
  },
)

async function restore(stores: Platform, backup: SoundBackup, { remote }: { remote: boolean }): Promise<void> {
  const { resumed, erased, strangers } = await restoreBackup(stores, backup, everySo('lignes remises', 10_000))
  console.log(
    resumed ? 'la restauration avait été coupée, elle reprend : tout est dans la base' : 'tout est dans la base',
  )
  console.log(
    erased.notes + erased.names === 0
      ? 'rien de ce qu’elle contient n’avait été effacé depuis, à la connaissance de KV'
      : `effacé depuis la sauvegarde, et effacé de nouveau : ${counted(erased.notes, 'note')}, ${counted(erased.names, 'nom')}`,
  )
  for (const line of aboutStrangers(strangers, 'la sauvegarde', { remote })) console.log(line)
}

/** @returns How many values of the notes are left to the site's cron. */
async function showNotes(stores: Platform): Promise<number> {
  console.log('publication des notes')
  const behind = await publishAll(stores, everySo('valeurs publiées', 100))
  console.log('composition des actes et de l’archive')
  await publishDocuments(stores, (name) => composeProven(stores, name), Date.now())
  return behind
}
