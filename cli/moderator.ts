import { addModerator, findKeyHolder, listModerators, revokeModerator } from '../worker/moderation/moderators'
import { expectNoRestore } from './backups/under-way'
import { CommandError, command } from './command'
import { hasTable } from './migrations'
import { moderatorName } from './moderator-name'
import { openPlatform } from './platform'

await command(
  {
    name: 'npm run moderator',
    usage: '-- add NOM [--organiser] | list | revoke NOM   [--remote] [--json]',
    about: `
Les clés d’accès des modérateurs. « add » fait une clé et la montre une seule fois : seule son empreinte est gardée.
« revoke » la rend sans effet aussitôt, avec les sessions qu’elle a ouvertes.

  --organiser   peut aussi effacer une note et gérer l’équipe
  --remote      le site en ligne ; sans cela, celui de cette machine
  --json        une réponse pour un programme : {"name","key"}`,
    options: { organiser: { type: 'boolean' }, remote: { type: 'boolean' }, json: { type: 'boolean' } },
  },
  async ({ organiser = false, remote = false, json = false }, words) => {
    const [action, typed = ''] = words
    const wanted = action === 'list' ? 1 : 2
    if (
      !['add', 'list', 'revoke'].includes(action ?? '') ||
      words.length !== wanted ||
      (wanted === 2 && !typed.trim())
    ) {
      throw new CommandError('Dites : add NOM, list ou revoke NOM (npm run moderator -- --help).')
    }
    const name = action === 'add' ? moderatorName(typed) : typed
    const { DB, dispose } = await openPlatform({ remote, asItIs: action === 'list' })
    try {
      if (action !== 'list') await expectNoRestore(DB)
      if (action === 'add') {
        const added = await addModerator(DB, { name, organiser }, new Date())
        if (!added)
          throw new CommandError(
            `« ${name} » a déjà une clé : révoquez-la d’abord (revoke), ou choisissez un autre nom.`,
          )
        console.log(
          json ? JSON.stringify({ name, key: added.key }) : `Clé de ${name}, montrée une seule fois :\n${added.key}`,
        )
      } else if (action === 'revoke') {
        const holder = await findKeyHolder(DB, name)
        if (holder === null || !(await revokeModerator(DB, holder, new Date()))) {
          throw new CommandError(
            `« ${name} » n’a pas de clé en cours : « npm run moderator -- list » dit qui en a une.`,
          )
        }
        console.log(json ? JSON.stringify({ name: holder, revoked: true }) : `La clé de ${holder} ne sert plus.`)
      } else {
        const all = (await hasTable(DB, 'moderators')) ? await listModerators(DB) : []
        if (json) console.log(JSON.stringify(all))
        else for (const each of all) console.log(lineFor(each))
        if (!json && all.length === 0) console.log('Personne encore : npm run moderator -- add NOM')
      }
      return 0
    } finally {
      await dispose()
    }
  },
)

function lineFor(each: Awaited<ReturnType<typeof listModerators>>[number]): string {
  const role = each.organiser ? 'organisation' : 'modération'
  const state = each.revokedAt
    ? `révoquée le ${each.revokedAt.slice(0, 10)}`
    : `depuis le ${each.createdAt.slice(0, 10)}`
  return `${each.name} (${role}), ${state}`
}
