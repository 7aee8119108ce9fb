import { recordUpkeep } from '../worker/upkeep'
import { writeBackup } from './backups/write-backup'
import { CommandError, command } from './command'
import { counted } from './counted'
import { fullDisk, isFullDisk } from './full-disk'
import { appliedMigrations } from './migrations'
import { openPlatform } from './platform'
import { everySo } from './progress'
import { typedTarget } from './typed-path'

/** An older database is saved too, before it is brought up to date. */
const UPKEEP_MIGRATION = '0006_upkeep.sql'

await command(
  {
    name: 'npm run backup',
    usage: '-- FICHIER [--remote]',
    about: `
Écrit dans FICHIER tout ce que la base sait des notes : textes, révisions, décisions, signalements, et les empreintes
des suivis et des clés. Le site peut continuer de servir pendant ce temps. Les sessions et ce que gardent les limites
n’y sont pas. Le fichier contient des textes non publiés : gardez-le comme une clé.

  --remote   le site en ligne ; sans cela, celui de cette machine (STATE_DIR, .wrangler/state sinon)`,
    options: { remote: { type: 'boolean' } },
  },
  async ({ remote = false }, [file, ...more]) => {
    if (!file || more.length > 0) throw new CommandError('Dites où écrire : npm run backup -- sauvegarde.ndjson')
    const path = await typedTarget(file)
    const platform = await openPlatform({ remote, asItIs: true })
    try {
      const migrations = await appliedMigrations(platform.DB)
      if (migrations.length === 0) {
        throw new CommandError(
          'Il n’y a pas encore de base à sauvegarder : lancez d’abord « npm start » ou « npm run deploy ».',
        )
      }
      // What comes while it is written may not be in it.
      const begun = new Date()
      const { counts } = await writeBackup(platform.DB, path, everySo('lignes lues', 10_000))
      console.log(
        `sauvé dans ${path} : ${counted(counts.notes ?? 0, 'note')}, ${counted(counts.decisions ?? 0, 'décision')}, ${counted(counts.moderators ?? 0, 'clé')}.`,
      )
      if (migrations.includes(UPKEEP_MIGRATION)) {
        await recordUpkeep(platform.DB, 'backup', begun).catch((error: Error) => console.error(notNoted(error)))
      }
      return 0
    } finally {
      await platform.dispose()
    }
  },
)

/** The file is whole all the same. */
function notNoted(error: Error): string {
  const why = isFullDisk(error) ? fullDisk : error.message
  return `Sa date n’a pas pu être notée dans la base, et la page de la modération dira la sauvegarde d’avant. ${why}`
}
