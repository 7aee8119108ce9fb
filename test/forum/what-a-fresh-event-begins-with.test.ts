import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { projectRoot } from '../../cli/project'

const read = (name: string) =>
  Promise.all(['cli/fresh-event/content', 'content'].map((folder) => readFile(join(projectRoot, folder, name), 'utf8')))

describe('what a fresh event begins with is what the forum has', () => {
  test.each([
    ...['accessibilite.md', 'charte.md', 'contact.md'],
    ...['donnees-personnelles.md', 'ecoconception.md', 'mentions-legales.md'],
  ])('%s', async (name) => {
    const [fresh, forum] = await read(name)
    expect(fresh).toBe(forum)
  })

  const same = ['lang', 'timezone', 'licence', 'nav', 'footer', 'retention', 'legal', 'reasons', 'annonce']
  test.each(same)('%s in site.yml', async (key) => {
    const [fresh, forum] = await read('site.yml')
    expect(parse(fresh ?? '')[key]).toEqual(parse((forum ?? '').replace('le forum ni', 'l’événement ni'))[key])
  })

  test('the comments of site.yml', async () => {
    const [fresh = '', forum = ''] = await read('site.yml')
    const comments = forum.match(/(?:^| )# .*$/gm) ?? []
    expect(comments.length).toBeGreaterThan(20)
    expect(comments.filter((comment) => !fresh.includes(comment))).toEqual([])
  })
})
