import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { beginDecision, findSubject } from '../../worker/moderation/decide'
import { findReport, reportNote, settleReport, settleReportsOf } from '../../worker/notes/reports'
import { unbroken } from '../../worker/site/typography'
import { losesFirstAnswer } from '../support/faults'
import { type RunningSite, startSite } from '../support/harness'
import { numberedPages, postJson, TestDesk, TestModerator } from '../support/people'
import { TestReports } from '../support/reports'

let site: RunningSite
let moderator: TestModerator
let reports: TestReports
beforeAll(async () => {
  site = await startSite()
  await site.publish(numberedPages(35))
  moderator = await TestModerator.join(site)
  reports = new TestReports(site, moderator)
})
afterAll(() => site.close())

/** @returns Undoes, on what is read now, what came last; says the outcome. */
async function readToUndo(id: string, reason: string | null = null): Promise<() => Promise<string>> {
  const read = await findSubject(site.env, id)
  if (!read) throw new Error('It is not there.')
  const undoing = { id, version: 2, action: 'restore', reason } as const
  const stores = { ...site.env, later: () => {} }
  return async () => (await beginDecision(stores, 'Naïg', undoing, new Date(), read)).result.outcome
}

describe('a report in the queue', () => {
  test('is an item of its own, named as what it is, with a version of its own', async () => {
    const { note, item } = await reports.reported('Une personne est citée.')
    expect(item).toMatchObject({
      kind: 'report',
      reference: expect.stringMatching(/^SIGNAL-\d+$/),
      status: 'published',
      version: 1,
      excerpt: 'Une personne est citée.',
      noteId: note.id,
    })
    const response = await moderator.get(`/api/admin/notes/${item.id}`)
    expect(response.headers.get('ETag')).toBe('"1"')
    expect(await response.json()).toMatchObject({ kind: 'report', note: { id: note.id, body: 'Une note publiée.' } })
  })

  test('is dismissed without touching its note, once, and the journal says who and why', async () => {
    const { note, item } = await reports.reported()
    const dismissed = await moderator.decide(item.id, 'dismiss', { version: 1, reason: 'Elle est d’accord.' })
    expect(dismissed.status).toBe(200)
    expect(await reports.of(note.id)).toEqual([])
    expect(await moderator.note(note.id)).toMatchObject({ status: 'published', version: 2 })
    expect((await moderator.decide(item.id, 'dismiss', { version: 1 })).status).toBe(409)
    expect((await moderator.decide(item.id, 'dismiss', { version: 2 })).status).toBe(409)
    const { decisions } = await moderator.note(note.id)
    expect(decisions.at(-1)).toMatchObject({ action: 'dismiss', moderator: 'Naïg', reason: 'Elle est d’accord.' })
  })

  test('is dismissed once by two who read it at the same moment', async () => {
    const { note, item } = await reports.reported()
    const read = await findReport(site.env.DB, item.id)
    if (!read) throw new Error('The report is not there.')
    const settle = (name: string) => {
      const settling = { action: 'dismiss', moderator: name, reason: null, now: new Date().toISOString() } as const
      return settleReport(site.env.DB, read, settling)
    }
    expect([await settle('Naïg'), await settle('Malo')]).toEqual(['done', 'stale'])
    const { decisions } = await moderator.note(note.id)
    expect(decisions.filter(({ action }) => action === 'dismiss')).toMatchObject([{ moderator: 'Naïg' }])
  })

  test('dismissed by mistake comes back by an undo', async () => {
    const { note, item } = await reports.reported()
    await moderator.decide(item.id, 'dismiss', { version: 1 })
    expect((await moderator.decide(item.id, 'restore', { version: 2 })).status).toBe(200)
    expect(await reports.of(note.id)).toMatchObject([{ id: item.id, version: 3 }])
    expect((await moderator.decide(item.id, 'restore', { version: 3 })).status).toBe(409)
  })

  test('dismissed before its note was taken off does not come back alone, and the note can', async () => {
    const { note, item } = await reports.reported()
    await moderator.decide(item.id, 'dismiss', { version: 1 })
    const dismissed = await findReport(site.env.DB, item.id)
    if (!dismissed) throw new Error('The report is not there.')
    await moderator.decide(note.id, 'unpublish', { version: 2 })
    expect((await moderator.decide(item.id, 'restore', { version: 2 })).status).toBe(409)
    const settling = { action: 'restore', moderator: 'Naïg', reason: null, now: new Date().toISOString() } as const
    expect(await settleReport(site.env.DB, dismissed, settling)).toBe('stale')
    expect((await moderator.decide(note.id, 'restore', { version: 3 })).status).toBe(200)
    expect((await moderator.note(note.id)).status).toBe('published')
    expect(await reports.of(note.id)).toEqual([])
  })

  test('takes no decision that is about a note', async () => {
    const { note, item } = await reports.reported()
    expect((await moderator.decide(item.id, 'unpublish', { version: 1 })).status).toBe(409)
    expect((await moderator.note(note.id)).status).toBe('published')
    expect(await reports.of(note.id)).toHaveLength(1)
  })

  test('is closed by a decision on its note, and waits again when that is undone', async () => {
    const { note, item } = await reports.reported()
    await moderator.decide(note.id, 'unpublish', { reason: 'En effet.' })
    expect(await reports.of(note.id)).toEqual([])
    await moderator.decide(note.id, 'restore')
    expect((await reports.of(note.id)).map(({ id }) => id)).toEqual([item.id])
  })

  test('is dismissed with all others of its note by that note’s id', async () => {
    const { note } = await reports.reported('Un.')
    await reports.report(note.id, { reason: 'Deux.' })
    expect((await moderator.decide(note.id, 'dismiss', { version: 2 })).status).toBe(200)
    expect(await reports.of(note.id)).toEqual([])
    expect((await moderator.decide(note.id, 'dismiss', { version: 2 })).status).toBe(409)
  })

  test('that comes while the answer to a dismissal of all others is lost stays open when that is asked again', async () => {
    const { note } = await reports.reported('Un.')
    const lossy = losesFirstAnswer(site.env, () => reports.report(note.id, { reason: 'Deux.' }))
    const settling = { action: 'dismiss', moderator: 'Naïg', reason: null, now: new Date().toISOString() } as const
    expect(await settleReportsOf(lossy, note.id, settling)).toBe('done')
    expect((await reports.of(note.id)).map(({ excerpt }) => excerpt)).toEqual(['Deux.'])
  })

  test('dismissed last is what an undoing on its note opens again, and nothing else', async () => {
    const { note, item } = await reports.reported('Un.')
    await reports.report(note.id, { reason: 'Deux.' })
    await moderator.decide(note.id, 'dismiss', { version: 2 })
    expect((await moderator.decide(note.id, 'restore', { version: 2 })).status).toBe(200)
    expect((await reports.of(note.id)).map(({ excerpt }) => excerpt)).toEqual(['Un.', 'Deux.'])
    expect(await moderator.note(note.id)).toMatchObject({ status: 'published', version: 2 })
    expect((await site.get(`/notes/${note.id}/`)).status).toBe(200)
    // An undoing is not undone, and the approval before it is no longer the last decision.
    expect((await moderator.decide(note.id, 'restore', { version: 2 })).status).toBe(409)
    expect((await moderator.decide(item.id, 'dismiss', { version: 3 })).status).toBe(200)
    expect((await moderator.decide(note.id, 'restore', { version: 2 })).status).toBe(200)
    expect((await reports.of(note.id)).map(({ id }) => id)).toContain(item.id)
  })

  test('dismissed last comes back once by two undoings of the same moment, and none that was dismissed before', async () => {
    const { note } = await reports.reported('Un.')
    await moderator.decide(note.id, 'dismiss', { version: 2 })
    await reports.report(note.id, { reason: 'Deux.' })
    await moderator.decide(note.id, 'dismiss', { version: 2 })
    const undo = await readToUndo(note.id)
    expect([await undo(), await undo()]).toEqual(['done', 'stale'])
    expect((await reports.of(note.id)).map(({ excerpt }) => excerpt)).toEqual(['Deux.'])
    const { decisions } = await moderator.note(note.id)
    expect(decisions.map(({ action }) => action)).toEqual(['approve', 'dismiss', 'dismiss', 'reopen'])
  })

  test('of what readers see is not answered by turning down a correction that they do not see', async () => {
    const { note, item } = await reports.reported()
    await postJson(site, `/api/receipts/${note.receipt}`, { body: 'Corrigée.' }, {}, 'PUT')
    await moderator.decide(note.id, 'reject', { version: 3 })
    expect((await reports.of(note.id)).map(({ id }) => id)).toEqual([item.id])
    await moderator.decide(note.id, 'unpublish', { version: 4 })
    expect(await reports.of(note.id)).toEqual([])
  })

  test('is not answered by taking off the name of its note’s author', async () => {
    const organiser = await TestModerator.join(site, 'Tifenn', { organiser: true })
    const { note, item } = await reports.reported()
    expect((await organiser.decide(note.id, 'anonymise')).status).toBe(200)
    expect((await reports.of(note.id)).map(({ id }) => id)).toEqual([item.id])
  })

  test('is erased and closed with its note', async () => {
    const { note, item } = await reports.reported('Le nom de quelqu’un.')
    await site.get(`/api/receipts/${note.receipt}`, { method: 'DELETE' })
    expect(await reports.of(note.id)).toEqual([])
    const row = await site.env.DB.prepare('SELECT reason, closed_by FROM reports WHERE id = ?1').bind(item.id).first()
    expect(row).toEqual({ reason: null, closed_by: null })
    expect(await (await moderator.get(`/api/admin/notes/${item.id}`)).text()).not.toContain('Le nom de quelqu’un.')
  })

  test('dismissed before its note was withdrawn stays closed', async () => {
    const { note, item } = await reports.reported()
    await moderator.decide(item.id, 'dismiss', { version: 1 })
    await site.get(`/api/receipts/${note.receipt}`, { method: 'DELETE' })
    expect((await moderator.decide(item.id, 'restore', { version: 2 })).status).toBe(409)
    expect(await reports.of(note.id)).toEqual([])
  })

  test.each(['the report', 'its note'])(
    'dismissed stays closed when the undoing on %s was read just before its note was withdrawn',
    async (which) => {
      const { note, item } = await reports.reported()
      await moderator.decide(item.id, 'dismiss', { version: 1 })
      const undo = await readToUndo(which === 'the report' ? item.id : note.id, 'Une raison.')
      await site.get(`/api/receipts/${note.receipt}`, { method: 'DELETE' })
      expect(await undo()).toBe('stale')
      expect(await reports.of(note.id)).toEqual([])
      const { decisions } = await moderator.note(note.id)
      expect(decisions.map(({ action, reason }) => [action, reason])).toEqual([
        ['approve', null],
        ['dismiss', null],
      ])
    },
  )

  test('goes through a bulk decision with its own result', async () => {
    const [first, second] = [await reports.reported(), await reports.reported()]
    const items = [first.item, second.item].map(({ id }) => ({ id, version: 1 }))
    await moderator.decide(second.item.id, 'dismiss', { version: 1 })
    const response = await postJson(site, '/api/admin/decisions', { action: 'dismiss', items }, moderator.headers)
    expect(await response.json()).toMatchObject({
      items: [
        { id: first.item.id, ok: true, code: 200, version: 2 },
        { id: second.item.id, ok: false, code: 409, version: 2 },
      ],
    })
  })

  test('that nobody ticked is left alone by a lot that says so of its note', async () => {
    const desk = await TestDesk.open(site, moderator)
    const { note } = await reports.reported()
    await postJson(site, `/api/receipts/${note.receipt}`, { body: 'Corrigée.' }, {}, 'PUT')
    const lot = { action: 'dismiss', item: `${note.id} 3` }
    const asked = await (await desk.post('/moderation/decisions/', lot)).text()
    expect(asked).toContain(unbroken('laissée comme elle est : son état ne le permet pas'))
    const result = await (await desk.post('/moderation/decisions/', { ...lot, confirm: 'oui' })).text()
    expect(result).toContain(unbroken('laissée : son état ne le permet pas'))
    expect(await reports.of(note.id)).toHaveLength(1)
  })

  test('is closed with sixty others by one line of the journal', async () => {
    const { note } = await reports.reported()
    for (let n = 0; n < 60; n++) {
      const report = { noteId: note.id, reason: `Raison ${n}.`, key: `sixty-${n}` }
      expect(await reportNote(site.env.DB, report, new Date())).not.toBeNull()
    }
    expect((await moderator.decide(note.id, 'dismiss', { version: 2 })).status).toBe(200)
    expect(await reports.of(note.id)).toEqual([])
    expect((await moderator.note(note.id)).decisions.map(({ action }) => action)).toEqual(['approve', 'dismiss'])
  })

  test('that is not there is not dismissed by hand; what somebody else has dismissed is not done by who comes second', async () => {
    const [mine, theirs] = [
      await TestDesk.open(site, moderator),
      await TestDesk.open(site, await TestModerator.join(site, 'Riwal')),
    ]
    const dismiss = async (desk: TestDesk, id: string, version: string) =>
      (await desk.post(`/moderation/notes/${id}/decisions/`, { action: 'dismiss', version, file: '' })).status
    const bare = await reports.published()
    expect(await dismiss(mine, bare.id, '2')).toBe(409)
    const { note } = await reports.reported()
    expect([await dismiss(mine, note.id, '2'), await dismiss(mine, note.id, '2')]).toEqual([303, 303])
    expect(await dismiss(theirs, note.id, '2')).toBe(409)
    expect((await moderator.note(note.id)).decisions.map(({ action }) => action)).toEqual(['approve', 'dismiss'])
    const other = await reports.reported()
    await moderator.decide(other.note.id, 'unpublish')
    expect(await dismiss(mine, other.item.id, '1')).toBe(409)
  })

  test('dismissed and opened again by hand, each by a double tap, is so once', async () => {
    const desk = await TestDesk.open(site, moderator)
    const { note, item } = await reports.reported()
    const decide = async (action: string, version: string) =>
      (await desk.post(`/moderation/notes/${item.id}/decisions/`, { action, version, file: '' })).status
    expect([await decide('dismiss', '1'), await decide('dismiss', '1')]).toEqual([303, 303])
    expect([await decide('restore', '2'), await decide('restore', '2')]).toEqual([303, 303])
    const { decisions } = await moderator.note(note.id)
    expect(decisions.map(({ action }) => action)).toEqual(['approve', 'dismiss', 'reopen'])
  })

  test('dismissed again in other words, one or all of a note’s, is no double tap', async () => {
    const desk = await TestDesk.open(site, moderator)
    const dismiss = async (id: string, version: string, reason: string) =>
      (await desk.post(`/moderation/notes/${id}/decisions/`, { action: 'dismiss', version, reason })).status
    const [one, all] = [await reports.reported(), await reports.reported()]
    for (const [id, version] of [
      [one.item.id, '1'],
      [all.note.id, '2'],
    ] as const) {
      const answers = []
      for (const reason of ['Un.', 'Un.', 'Deux.']) answers.push(await dismiss(id, version, reason))
      expect(answers).toEqual([303, 303, 409])
    }
    for (const { note } of [one, all]) {
      expect((await moderator.note(note.id)).decisions.at(-1)).toMatchObject({ action: 'dismiss', reason: 'Un.' })
    }
  })

  test('all of a note’s, dismissed by hand, come back by the line that says so; tapped twice, it is once', async () => {
    const desk = await TestDesk.open(site, moderator)
    const { note } = await reports.reported('Un.')
    await reports.report(note.id, { reason: 'Deux.' })
    const decide = (action: string) =>
      desk.post(`/moderation/notes/${note.id}/decisions/`, { action, version: '2', file: '' })
    expect((await decide('dismiss')).status).toBe(303)
    const line = await desk.read(`/moderation/?fait=${note.id}`)
    expect(line).toMatch(/classé sans suite[\s\S]*?name="action" value="restore"/)
    for (let tap = 0; tap < 2; tap++) expect((await decide('restore')).status).toBe(303)
    expect((await reports.of(note.id)).map(({ excerpt }) => excerpt)).toEqual(['Un.', 'Deux.'])
    expect(await desk.read(`/moderation/notes/${note.id}/`)).not.toContain('value="restore"')
    expect(await moderator.note(note.id)).toMatchObject({ status: 'published', version: 2 })
  })

  test('dismissed by a colleague is not opened again by a button that stood for another decision', async () => {
    const desk = await TestDesk.open(site, moderator)
    const other = await TestModerator.join(site, 'Malo')
    const { note, item } = await reports.reported()
    const undoing = (page: string) => {
      const undoes = /name="undoes" value="([^"]+)"/.exec(page)?.[1] ?? ''
      return desk.post(`/moderation/notes/${note.id}/decisions/`, { action: 'restore', version: '2', undoes })
    }
    const approved = await desk.read(`/moderation/?fait=${note.id}`)
    await other.decide(item.id, 'dismiss', { version: 1 })
    const refused = await undoing(approved)
    expect(refused.status).toBe(409)
    const told = (await refused.text()).replace(/<[^>]+>/g, '')
    expect(told).toMatch(/Quelqu’un a été plus rapide[\s\S]*Ce qui s’est passé.{1,60}classé sans suite par Malo/)
    expect(await reports.of(note.id)).toEqual([])
    expect(await moderator.note(note.id)).toMatchObject({ status: 'published', version: 2 })
    expect((await undoing(await desk.read(`/moderation/notes/${note.id}/`))).status).toBe(303)
    expect((await reports.of(note.id)).map(({ id }) => id)).toEqual([item.id])
  })
})
