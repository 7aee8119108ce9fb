import { FaultSummary, Field } from '../notes/fields'
import { momentText } from '../site/dates'
import type { Frame } from './frame'
import type { ListedModerator } from './moderators'
import { ShownOnce } from './shown-once'

/** `chance` makes a double tap one key. */
export type TypedMember = { name: string; organiser: boolean; chance: string }

type TeamProps = Frame & { members: ListedModerator[]; typed: TypedMember; fault: string | null }

export function TeamPage({ members, typed, fault, ...frame }: TeamProps) {
  const { t } = frame
  const { team } = t
  const faults = fault === null ? [] : [{ field: 'name', message: fault }]
  return (
    <>
      <FaultSummary faults={faults} t={t} />
      <h1>{team.title}</h1>
      <p>{team.intro}</p>
      <ul class="file">
        {members.map((member) => (
          <Member {...frame} member={member} />
        ))}
      </ul>
      <h2>{team.add}</h2>
      <form method="post" action="/moderation/equipe/" novalidate>
        <Field name="name" label={team.name} hint={team.nameHint} faults={faults}>
          {(attributes) => <input name="name" value={typed.name} autocomplete="off" {...attributes} />}
        </Field>
        <label class="coche">
          <input type="checkbox" name="organiser" value="on" checked={typed.organiser} />
          <span>{team.mayOrganise}</span>
        </label>
        <input type="hidden" name="chance" value={typed.chance} />
        <p class="boutons">
          <button>{team.addButton}</button>
        </p>
      </form>
    </>
  )
}

function Member({ member, moderator, index, t }: Frame & { member: ListedModerator }) {
  const { team } = t
  const { name, organiser, createdAt, revokedAt, lastSeenAt } = member
  const when = (time: string) => momentText(time, index.site.timezone, index.site.lang)
  return (
    <li>
      <strong>
        <bdi>{name}</bdi>
      </strong>
      <p class="faits">
        {organiser ? team.organiser : team.moderator} ·{' '}
        {revokedAt === null ? team.since(when(createdAt)) : team.revoked(when(revokedAt))}
        {lastSeenAt && ` · ${team.seen(when(lastSeenAt))}`}
      </p>
      {revokedAt === null && name !== moderator.name && (
        <form method="post" action="/moderation/equipe/revoquer/">
          <input type="hidden" name="name" value={name} />
          <button class="grave">{team.revoke(name)}</button>
        </form>
      )}
    </li>
  )
}

export function KeyMadePage({ t: { team }, name, accessKey }: Frame & { name: string; accessKey: string }) {
  const back = { href: '/moderation/equipe/', label: team.back }
  return <ShownOnce title={team.made(name)} text={team.madeText} secret={accessKey} back={back} />
}

export function RevokePage({ t, name }: Frame & { name: string }) {
  const { team } = t
  return (
    <>
      <h1>{team.revokeTitle(name)}</h1>
      <p>{team.revokeText}</p>
      <form method="post" action="/moderation/equipe/revoquer/">
        <input type="hidden" name="name" value={name} />
        <input type="hidden" name="confirm" value="oui" />
        <p class="boutons">
          <button class="grave">{team.revokeYes}</button>
        </p>
      </form>
      <p>
        <a href="/moderation/equipe/">{team.back}</a>
      </p>
    </>
  )
}
