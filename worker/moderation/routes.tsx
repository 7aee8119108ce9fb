import { readForm } from '../request-body'
import { Room } from '../room'
import { forgetSession, sessionToken, withSession } from './access'
import { bulk } from './bulk-routes'
import { decisions } from './decision-routes'
import { feed } from './feed-routes'
import { keepTyped } from './keep-typed'
import { closeSession, closeSessionsOf } from './moderators'
import { queue } from './queue-routes'
import { records } from './record-routes'
import { settings } from './settings-routes'
import { signIn } from './sign-in-routes'
import { team } from './team-routes'

/** The moderators' pages. All of it works by forms alone; only `connexion` and the feed are open without a session. */
export const moderationPages = new Room()

moderationPages.use('/moderation/connexion/', keepTyped)
moderationPages.use('/moderation/notes/:id/decisions/', keepTyped)
moderationPages.use('/moderation/decisions/', keepTyped)
moderationPages.route('/', signIn)
moderationPages.route('/', feed)
moderationPages.use('/moderation/*', withSession)
moderationPages.post('/moderation/deconnexion/', async (c) => {
  const form = await readForm(c)
  if (form.ok && form.value.partout === 'oui') await closeSessionsOf(c.env.DB, c.get('moderator').name)
  else await closeSession(c.env.DB, sessionToken(c) ?? '')
  forgetSession(c)
  return c.redirect('/moderation/connexion/', 303)
})
moderationPages.route('/', queue)
moderationPages.route('/', decisions)
moderationPages.route('/', bulk)
moderationPages.route('/', records)
moderationPages.route('/', settings)
moderationPages.route('/', team)
