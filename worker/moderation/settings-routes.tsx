import { publishedIndex } from '../published-index'
import { replyUnknownChoice, replyUnreadable } from '../reply'
import { readForm } from '../request-body'
import { Room } from '../room'
import { askHowPublishingStands, type Frame, KeyList, replyFramed } from './frame'
import { hasFeed, renewFeed, switchShortcuts } from './moderators'
import { ShownOnce } from './shown-once'

/** What each moderator chooses alone: the keyboard's shortcuts, the feed of what waits, the end of all sessions. */
export const settings = new Room()

settings.get('/moderation/reglages/', askHowPublishingStands, async (c) => {
  const feed = await hasFeed(c.env.DB, c.get('moderator').name)
  return replyFramed(c, (frame) => ({
    title: frame.t.team.settings,
    children: <SettingsPage {...frame} hasFeed={feed} />,
  }))
})

settings.post('/moderation/reglages/', async (c) => {
  const form = await readForm(c)
  if (!form.ok) return replyUnreadable(c, form.status)
  const { raccourcis } = form.value
  if (raccourcis !== 'oui' && raccourcis !== 'non') return replyUnknownChoice(c)
  await switchShortcuts(c.env.DB, c.get('moderator').name, raccourcis === 'oui')
  return c.redirect('/moderation/reglages/', 303)
})

settings.post('/moderation/reglages/flux/', async (c) => {
  const secret = await renewFeed(c.env.DB, c.get('moderator').name)
  const { site } = await publishedIndex(c)
  const base = c.env.ADMIN_HOST ? `https://${c.env.ADMIN_HOST}` : site.url
  return replyFramed(c, (frame) => ({
    title: frame.t.team.feedMade,
    children: <FeedMadePage {...frame} address={`${base}/moderation/feed/${secret}.xml`} />,
  }))
})

function SettingsPage({ t, shortcuts, hasFeed }: Frame & { hasFeed: boolean }) {
  const { team, moderation: m } = t
  return (
    <>
      <h1>{team.settings}</h1>
      <h2>{m.shortcuts}</h2>
      <p>{shortcuts ? team.shortcutsOn : team.shortcutsOff}</p>
      <form method="post" action="/moderation/reglages/">
        <p class="boutons">
          <button name="raccourcis" value={shortcuts ? 'non' : 'oui'}>
            {shortcuts ? team.switchOff : team.switchOn}
          </button>
        </p>
      </form>
      <KeyList t={t} />
      <h2>{team.feed}</h2>
      <p>{team.feedText}</p>
      <p>{hasFeed ? team.feedExists : team.feedNone}</p>
      <form method="post" action="/moderation/reglages/flux/">
        <button class="second">{hasFeed ? team.renewFeed : team.makeFeed}</button>
      </form>
      <h2>{team.sessions}</h2>
      <p>{team.sessionsText}</p>
      <form method="post" action="/moderation/deconnexion/">
        <button class="second" name="partout" value="oui">
          {team.signOutEverywhere}
        </button>
      </form>
    </>
  )
}

function FeedMadePage({ t: { team }, address }: Frame & { address: string }) {
  const back = { href: '/moderation/reglages/', label: team.settings }
  return <ShownOnce title={team.feedMade} text={team.feedMadeText} secret={address} back={back} />
}
