import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { revokeModerator } from '../../worker/moderation/moderators'
import { eraseRefused } from '../../worker/notes/retention'
import { unbroken } from '../../worker/site/typography'
import { type RunningSite, startSite } from '../support/harness'
import { pagesWithNotes, postForm, postJson, sendNote, TestModerator } from '../support/people'
import { siteYaml } from '../support/temporary-content'

let site: RunningSite
let moderator: TestModerator
let cookie = ''
beforeAll(async () => {
  site = await startSite()
  const reasons = `reasons: [{ id: preciser, action: return, label: À préciser, text: 'De quel moment parlez-vous ?' }]\n`
  await site.publish({ ...pagesWithNotes, 'content/site.yml': siteYaml + reasons })
  moderator = await TestModerator.join(site)
  cookie = await signIn(moderator)
})
afterAll(() => site.close())

const ours = () => ({ 'Sec-Fetch-Site': 'same-origin' })

async function signIn({ key }: TestModerator): Promise<string> {
  const response = await postForm(site, '/moderation/connexion/', { key }, ours())
  expect(response.status).toBe(303)
  return response.headers.get('Set-Cookie')?.split(';')[0] ?? ''
}

const get = (path: string) => site.get(path, { headers: { Cookie: cookie } })
const post = (path: string, fields: Record<string, string>) =>
  postForm(site, path, fields, { ...ours(), Cookie: cookie })
const decide = (id: string, fields: Record<string, string>) =>
  post(`/moderation/notes/${id}/decisions/`, { version: '1', ...fields })

describe('signing in', () => {
  test('on plain-http loopback gives a cookie that scripts and other sites cannot use', async () => {
    const response = await postForm(site, '/moderation/connexion/', { key: moderator.key }, ours())
    expect(response.headers.get('Set-Cookie')).toMatch(
      /^moderation=[\w-]{32}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    )
  })

  test('over TLS binds it to the host as well', async () => {
    const response = await site.getAt('https://carnet.example/moderation/connexion/', {
      method: 'POST',
      redirect: 'manual',
      headers: { ...ours(), 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `key=${moderator.key}`,
    })
    const set = response.headers.get('Set-Cookie') ?? ''
    expect(set).toMatch(/^__Host-moderation=/)
    for (const attribute of ['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/']) expect(set).toContain(attribute)
    expect(set).not.toContain('Domain')
  })

  test('with a wrong key is refused, and says what to do', async () => {
    const response = await postForm(site, '/moderation/connexion/', { key: 'x' }, ours())
    expect([response.status, response.headers.has('Set-Cookie')]).toEqual([401, false])
    expect(await response.text()).toContain('Cette clé n’ouvre rien')
  })

  test.each([
    ['/moderation/', '/moderation/connexion/'],
    ['/moderation/notes/x/', '/moderation/connexion/?suite=%2Fmoderation%2Fnotes%2Fx%2F'],
    ['/moderation/nimporte/', '/moderation/connexion/?suite=%2Fmoderation%2Fnimporte%2F'],
  ])('is what %s asks for first', async (path, signInAddress) => {
    for (const headers of [{}, { Cookie: 'moderation=nothing' }] as Record<string, string>[]) {
      const response = await site.get(path, { headers })
      expect([response.status, response.headers.get('Location')]).toEqual([303, signInAddress])
    }
  })

  test.each([
    ['/moderation/chiffres/', '/moderation/chiffres/'],
    ['/moderation/?kind=report', '/moderation/?kind=report'],
    ['//evil.example/moderation/', '/moderation/'],
    ['https://evil.example/moderation/', '/moderation/'],
    ['/\\evil.example', '/moderation/'],
    ['/moderation/../contribuer/', '/moderation/'],
    ['javascript:alert(1)', '/moderation/'],
    ['', '/moderation/'],
  ])('with %j asked for before goes to %s', async (suite, address) => {
    const response = await postForm(site, '/moderation/connexion/', { key: moderator.key, suite }, ours())
    expect([response.status, response.headers.get('Location')]).toEqual([303, address])
  })

  test('with wrong keys again and again is refused for that device alone, and never for a name', async () => {
    const trying = (key: string, browser: string) =>
      postForm(site, '/moderation/connexion/', { key }, { ...ours(), 'User-Agent': browser })
    for (let tries = 0; tries < 10; tries++) expect((await trying('x', 'guesser')).status).toBe(401)
    const refused = await trying(moderator.key, 'guesser')
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '600'])
    expect((await trying(moderator.key, 'phone')).status).toBe(303)
  })

  test('with wrong keys, each time as another browser or as a program, is refused by their address; a right key is not', async () => {
    const narrow = await startSite({ flood: 4 })
    await narrow.publish(pagesWithNotes)
    const { key, headers } = await TestModerator.join(narrow)
    const byForm = (tried: string, browser: string) =>
      postForm(narrow, '/moderation/connexion/', { key: tried }, { ...ours(), 'User-Agent': browser })
    const byProgram = (Authorization: string) => narrow.get('/api/admin/stats', { headers: { Authorization } })
    const trying = async (wrong: (n: number) => Promise<Response>): Promise<Response[]> => {
      const answers: Response[] = []
      // The limiter may begin a new minute under way.
      while (answers.length < 10 && answers.at(-1)?.status !== 429) answers.push(await wrong(answers.length))
      return answers
    }
    const refused = await trying((n) => byForm('x', `browser ${n}`))
    expect(refused.at(-1)?.status).toBe(429)
    const written = await narrow.env.DB.prepare('SELECT count(*) AS rows FROM device_sends').first()
    expect(written).toEqual({ rows: refused.length - 1 })
    expect((await trying(() => byProgram('Bearer x'))).at(-1)?.headers.get('Retry-After')).toBe('600')
    expect((await byProgram(headers.Authorization ?? '')).status).toBe(200)
    expect((await byForm(key, 'phone')).status).toBe(303)
    await narrow.close()
  })

  test('ends on the server at sign-out, and when the key is revoked', async () => {
    const leaving = await TestModerator.join(site, 'Malo')
    const [first, second] = [await signIn(leaving), await signIn(leaving)]
    await site.get('/moderation/deconnexion/', { method: 'POST', headers: { ...ours(), Cookie: first } })
    expect((await site.get('/moderation/', { headers: { Cookie: first } })).status).toBe(303)
    expect((await site.get('/moderation/', { headers: { Cookie: second } })).status).toBe(200)
    await revokeModerator(site.env.DB, 'Malo', new Date())
    expect((await site.get('/moderation/', { headers: { Cookie: second } })).status).toBe(303)
  })
})

describe('a form of another site', () => {
  test.each<[string, Record<string, string>]>([
    ['says so itself', { 'Sec-Fetch-Site': 'cross-site' }],
    ['is of a sister site', { 'Sec-Fetch-Site': 'same-site' }],
    ['has another origin', { Origin: 'https://evil.example' }],
    [
      'has another origin, though a person is said to ask',
      { 'Sec-Fetch-Site': 'none', Origin: 'https://evil.example' },
    ],
    ['says nothing', {}],
  ])('that %s changes nothing: 403', async (_, headers) => {
    const { id } = await sendNote(site)
    const response = await postForm(
      site,
      `/moderation/notes/${id}/decisions/`,
      { version: '1', action: 'approve' },
      { ...headers, Cookie: cookie },
    )
    expect(response.status).toBe(403)
    expect((await moderator.note(id)).status).toBe('pending')
  })
})

describe('deciding by form', () => {
  test('publishes, and goes straight to the next note with a way to undo', async () => {
    const [first, second] = [await sendNote(site, { body: 'Un.' }), await sendNote(site, { body: 'Deux.' })]
    const response = await decide(first.id, { action: 'approve' })
    expect(response.status).toBe(303)
    expect(response.headers.get('Location')).toMatch(new RegExp(`^/moderation/notes/[a-z0-9]{12}/\\?fait=${first.id}$`))
    const next = await (await get(`/moderation/notes/${second.id}/?fait=${first.id}`)).text()
    expect(next).toContain(unbroken(`>${first.reference}</a> : publiée`))
    await decide(first.id, { action: 'restore', version: '2' })
    expect((await moderator.note(first.id)).status).toBe('pending')
  })

  test('asks the author with a ready sentence, or with own words, which win', async () => {
    const { id, receipt } = await sendNote(site)
    await decide(id, { action: 'return', ready: 'preciser', reason: '' })
    expect((await moderator.note(id)).decisions[0]?.reason).toBe(unbroken('De quel moment parlez-vous ?'))
    await postJson(site, `/api/receipts/${receipt}`, { body: 'Le matin.' }, {}, 'PUT')
    await decide(id, { action: 'return', ready: 'preciser', reason: 'Quel jour ?', version: '3' })
    expect((await moderator.note(id)).decisions[1]?.reason).toBe('Quel jour ?')
  })

  test('says which words may be left out', async () => {
    const { id } = await sendNote(site)
    const html = await (await get(`/moderation/notes/${id}/`)).text()
    const labels = [...html.matchAll(/<label for="(\w+-(?:return|reject))">(.*?)<\/label>/g)]
    expect(labels.map(([, field, label]) => `${field}: ${label}`)).toEqual([
      'ready-return: Une phrase toute prête',
      'reason-return: Ou vos mots',
      'reason-reject: Vos mots (facultatif)',
    ])
  })

  test('without the words that a question needs is 422, at the right field', async () => {
    const { id } = await sendNote(site)
    const response = await decide(id, { action: 'return', reason: ' ' })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('<a href="#reason-return">')
  })

  test('retouches, keeping what was typed when it is at fault', async () => {
    const { id } = await sendNote(site)
    const response = await decide(id, { action: 'edit', body: 'x'.repeat(20_001) })
    expect(response.status).toBe(422)
    expect(await response.text()).toContain('x'.repeat(20_001))
    await decide(id, { action: 'edit', body: 'Retouché.' })
    expect(await (await site.get('/seance/')).text()).toContain('Retouché.')
  })

  test('on a version that is no longer is 409, says who did what, and keeps the text', async () => {
    const { id } = await sendNote(site)
    const other = await TestModerator.join(site, 'Soizic')
    await other.decide(id, 'reject', { reason: 'Doublon.' })
    const response = await decide(id, { action: 'edit', body: 'Mon long travail.' })
    expect(response.status).toBe(409)
    const html = await response.text()
    for (const words of ['Quelqu’un a été plus rapide', 'Mon long travail.', 'refusée par Soizic', 'Doublon.']) {
      expect(html).toContain(words)
    }
  })

  test.each<[string, string, Record<string, string>]>([
    ['a retouch that is too long', 'reject', { action: 'edit', body: `Mon long travail.${'x'.repeat(20_000)}` }],
    ['a retouch that is nested too deep', 'reject', { action: 'edit', body: `${'>'.repeat(30)} Mon long travail.` }],
    ['a reason that is too long', 'approve', { action: 'reject', reason: `Mon long travail.${'x'.repeat(2_000)}` }],
    ['a question still to be changed', 'approve', { reprendre: 'return', reason: 'Mon long travail.', ready: '' }],
    ['a ready sentence still to be changed', 'spam', { reprendre: 'return', reason: '', ready: 'preciser' }],
  ])('on a version that is no longer gives %s back as well', async (_, before, fields) => {
    const { id } = await sendNote(site, { page: '/autre/' })
    await moderator.decide(id, before)
    const response = await decide(id, fields)
    expect(response.status).toBe(409)
    const [, box = ''] = (await response.text()).split('role="alert"')
    const [kept = ''] = box.split('</textarea>')
    expect(kept).toContain(fields.ready ? unbroken('De quel moment parlez-vous ?') : 'Mon long travail.')
    expect((await moderator.note(id)).decisions).toHaveLength(1)
  })

  describe('on a version that is no longer names what moved it', () => {
    const happened = async (id: string, fields: Record<string, string> = {}) => {
      const response = await decide(id, { action: 'reject', reason: 'Mes mots.', ...fields })
      expect(response.status).toBe(409)
      const [, line = ''] = (await response.text()).split(unbroken('Ce qui s’est passé : '))
      return line
        .slice(0, line.indexOf('</p>'))
        .replaceAll(/<[^>]+>/g, '')
        .replace(/^.*\d\s:\s/, '')
    }
    const send = () => sendNote(site, { page: '/autre/', author: 'Goéland' })
    let reports = 0
    const report = async (id: string) => {
      const sent = await postForm(site, `/notes/${id}/signaler/`, { reason: `Signalée, ${++reports}.` })
      expect(sent.status).toBeLessThan(400)
      const answer = await moderator.get('/api/admin/notes?kind=report&limit=100')
      const { items } = (await answer.json()) as { items: { id: string; noteId: string }[] }
      return items.find(({ noteId }) => noteId === id)?.id ?? ''
    }
    const asAuthor = (receipt: string, intent: string) =>
      postForm(site, `/suivi/${receipt}/`, { intent, confirm: 'oui', body: 'Corrigée.', author: '' })
    let mona: TestModerator
    beforeAll(async () => {
      mona = await TestModerator.join(site, 'Mona')
    })

    test('a decision, however often the note was reported since', async () => {
      const { id } = await send()
      await mona.decide(id, 'approve')
      for (let times = 0; times < 51; times++) await report(id)
      expect(await happened(id)).toBe('publiée par Mona')
    })

    test('a decision, and no answer to a report, though it was one’s own', async () => {
      const { id } = await send()
      await mona.decide(id, 'approve')
      await moderator.decide(await report(id), 'dismiss')
      expect(await happened(id)).toBe('publiée par Mona')
      const html = await (await decide(id, { action: 'reject' })).text()
      expect(html).toContain('Quelqu’un a été plus rapide')
    })

    test('of a report, who has answered it', async () => {
      const { id } = await send()
      await mona.decide(id, 'approve')
      const first = await report(id)
      await mona.decide(first, 'dismiss')
      await moderator.decide(await report(id), 'dismiss')
      expect(await happened(first, { action: 'dismiss' })).toBe('signalement classé sans suite par Mona')
    })

    test('the author’s correction', async () => {
      const { id, receipt } = await send()
      await asAuthor(receipt, 'revise')
      expect(await happened(id)).toBe('corrigée par l’auteur ou l’autrice')
    })

    test('that the author withdrew it', async () => {
      const { id, receipt } = await send()
      await asAuthor(receipt, 'withdraw')
      expect(await happened(id)).toBe('retirée par l’auteur ou l’autrice')
    })

    test('that an organiser erased it', async () => {
      const { id } = await send()
      await (await TestModerator.join(site, 'Rozenn', { organiser: true })).decide(id, 'erase')
      expect(await happened(id)).toBe('effacée par Rozenn')
    })

    test('that the name was taken off, as long as nothing came after', async () => {
      const { id, receipt } = await send()
      await asAuthor(receipt, 'anonymise')
      expect(await happened(id)).toBe('le nom de l’auteur ou de l’autrice a été retiré')
      await asAuthor(receipt, 'revise')
      expect(await happened(id)).toBe('corrigée par l’auteur ou l’autrice')
      await mona.decide(id, 'approve')
      expect(await happened(id)).toBe('publiée par Mona')
    })

    test('that a text was erased because its time had come', async () => {
      const { id } = await send()
      await mona.decide(id, 'spam')
      await eraseRefused(site.env.DB, 'spam', '9999', new Date().toISOString())
      expect(await happened(id)).toBe('le texte a été effacé')
    })
  })

  test('that its state does not allow gives back what was typed, at fault or not', async () => {
    const { id } = await sendNote(site, { page: '/autre/' })
    await moderator.decide(id, 'reject')
    const refused = await decide(id, { version: '2', action: 'edit', body: `Mon long travail.${'x'.repeat(20_000)}` })
    expect(refused.status).toBe(409)
    const html = await refused.text()
    for (const words of ['Cette décision n’est plus possible', 'Mon long travail.']) expect(html).toContain(words)
  })
})

describe('several at once', () => {
  test('are listed first, then decided, each with its own result', async () => {
    const [one, two] = [await sendNote(site, { body: 'Groupée une.' }), await sendNote(site, { body: 'Groupée deux.' })]
    const fields = (confirm: string) =>
      new URLSearchParams([
        ['action', 'approve'],
        ['item', `${one.id} 1`],
        ['item', `${two.id} 1`],
        ['confirm', confirm],
      ])
    const send = (confirm: string) =>
      site.get('/moderation/decisions/', {
        method: 'POST',
        headers: { ...ours(), Cookie: cookie },
        body: fields(confirm),
      })
    const asked = await (await send('')).text()
    expect(asked).toContain('Groupée une.')
    expect((await moderator.note(one.id)).status).toBe('pending')
    await moderator.decide(two.id, 'spam')
    const result = await (await send('oui')).text()
    expect(result).toContain('fait')
    expect(result).toContain(unbroken('laissée : elle a changé entre-temps'))
    expect((await moderator.note(one.id)).status).toBe('published')
  })
})

test.each<[string, Record<string, string>]>([
  ['/moderation/decisions/', { action: 'publish', item: 'x 1' }],
  ['/moderation/reglages/', { raccourcis: 'peut-être' }],
])('a form of %s that asks for nothing that the page does is told so', async (path, fields) => {
  const response = await post(path, fields)
  expect(response.status).toBe(400)
  expect(await response.text()).toContain('Le formulaire demande ce que cette page ne sait pas faire')
})

test('looking changes nothing', async () => {
  const { id } = await sendNote(site, { body: 'Regardée.' })
  const counts = () =>
    site.env.DB.prepare(
      `SELECT (SELECT sum(version) FROM notes) AS versions, (SELECT count(*) FROM decisions) AS decisions,
              (SELECT count(*) FROM revisions) AS revisions, (SELECT sum(wanted) FROM outbox) AS wanted`,
    ).first()
  const before = await counts()
  for (const path of ['/moderation/', '/moderation/?status=published&q=note', `/moderation/notes/${id}/`]) {
    expect((await get(path)).status).toBe(200)
  }
  expect(await counts()).toEqual(before)
})

test('the queue tells how many wait, filters, and names its signals', async () => {
  const { reference } = await sendNote(site, {
    page: '/autre/',
    body: 'Une éolienne : https://a.example https://b.example https://c.example',
  })
  const html = await (await get('/moderation/?page=/autre/&q=EOLIENNE')).text()
  expect(html).toContain(reference)
  expect(html).toContain('3 liens')
  expect(html).toMatch(/<title>\d+ à relire/)
  expect(await (await get('/moderation/?q=introuvable')).text()).toContain('Aucune note ne correspond')
})
