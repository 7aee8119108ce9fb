import type { Context } from 'hono'
import type { AppContext } from '../env'
import { replyNotFound } from '../errors'
import { keyed, randomToken } from '../notes/tokens'
import { replyRefusal, replyUnreadable } from '../reply'
import { readForm } from '../request-body'
import { Room } from '../room'
import { forOrganisers } from './access'
import { askHowPublishingStands, replyFramed } from './frame'
import {
  addModerator,
  findKeyHolder,
  listModerators,
  type NameFault,
  nameAsStored,
  nameFault,
  revokeModerator,
} from './moderators'
import { KeyMadePage, RevokePage, TeamPage, type TypedMember } from './team-view'

/** Who may moderate. For organisers. */
export const team = new Room()

team.use('/moderation/equipe/*', forOrganisers)

team.get('/moderation/equipe/', askHowPublishingStands, (c) =>
  showTeam(c, { name: '', organiser: false, chance: randomToken() }, null),
)

team.post('/moderation/equipe/', async (c) => {
  const form = await readForm(c)
  if (!form.ok) return replyUnreadable(c, form.status)
  const typed = {
    name: nameAsStored(String(form.value.name ?? '')),
    organiser: form.value.organiser === 'on',
    chance: String(form.value.chance ?? '') || randomToken(),
  }
  const fault = nameFault(typed.name)
  if (fault) return showTeam(c, typed, fault)
  const key = (await keyed(c.env.SECRET, 'access key', JSON.stringify([typed.name, typed.chance]))).slice(0, 32)
  const added = await addModerator(c.env.DB, typed, new Date(), key)
  if (!added) return showTeam(c, typed, 'nameTaken')
  return replyFramed(c, (frame) => ({
    title: frame.t.team.made(typed.name),
    children: <KeyMadePage {...frame} name={typed.name} accessKey={added.key} />,
  }))
})

team.post('/moderation/equipe/revoquer/', async (c) => {
  const form = await readForm(c)
  if (!form.ok) return replyUnreadable(c, form.status)
  const name = await findKeyHolder(c.env.DB, String(form.value.name ?? ''))
  if (name === null) return replyNotFound(c)
  if (name === c.get('moderator').name) {
    return replyRefusal(c, 409, ({ team: t }) => ({ title: t.revoke(name), text: t.notYourself }))
  }
  if (form.value.confirm !== 'oui') {
    return replyFramed(c, (frame) => ({
      title: frame.t.team.revokeTitle(name),
      children: <RevokePage {...frame} name={name} />,
    }))
  }
  await revokeModerator(c.env.DB, name, new Date())
  return c.redirect('/moderation/equipe/', 303)
})

async function showTeam(
  c: Context<AppContext>,
  typed: TypedMember,
  fault: NameFault | 'nameTaken' | null,
): Promise<Response> {
  const members = await listModerators(c.env.DB)
  return replyFramed(
    c,
    (frame) => ({
      title: `${fault ? frame.t.form.errorPrefix : ''}${frame.t.team.title}`,
      children: <TeamPage {...frame} members={members} typed={typed} fault={fault && frame.t.team[fault]} />,
    }),
    fault ? 422 : 200,
  )
}
