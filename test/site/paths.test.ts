import { describe, expect, test } from 'vitest'
import { decodePath, fileAddress, intendedAddress, isProgramAddress, pageAddress } from '../../worker/site/paths'

describe('the address of a content file', () => {
  test.each([
    ['index.md', '/'],
    ['a.md', '/a/'],
    ['a/b.md', '/a/b/'],
    ['a/index.md', '/a/'],
    ['sessions/mercredi_06072022.md', '/sessions/mercredi_06072022/'],
    ['e\u0301te\u0301.md', '/été/'],
  ])('%s is at %s', (file, address) => {
    expect(pageAddress(file)).toBe(address)
  })

  test.each(['a b.md', 'a?.md', '#.md', '-a.md', 'a/%41.md'])('%s has none', (file) => {
    expect(pageAddress(file)).toBeNull()
  })

  test('an image keeps its name', () => {
    expect(fileAddress('img/plan.png')).toBe('/img/plan.png')
    expect(fileAddress('img/mon plan.png')).toBeNull()
    expect(fileAddress('.well-known/did.json')).toBe('/.well-known/did.json')
    expect(fileAddress('img/.plan.png')).toBeNull()
  })
})

describe('the path of a request', () => {
  test.each([
    ['/a/b/', '/a/b/'],
    ['/%C3%A9t%C3%A9/', '/été/'],
    ['/a%20b', '/a b'],
  ])('%s is read as %s', (pathname, path) => {
    expect(decodePath(pathname)).toBe(path)
  })

  test.each([
    '/%',
    '/%E0%A4%A',
    '//evil.example/',
    '/a//b/',
    '/a/%2e%2e/b',
    '/a%5Cb',
    '/a%00',
    '/a%0Ab',
    '/%2F%2Fevil',
  ])('%s is refused', (pathname) => {
    expect(decodePath(pathname)).toBeNull()
  })

  test.each([
    ['/a/b', '/a/b/'],
    ['/a/b.html', '/a/b/'],
    ['/a/b/index.html', '/a/b/'],
    ['/index.html', '/'],
    ['/a/b/', '/a/b/'],
  ])('somebody who asks for %s means %s', (path, address) => {
    expect(intendedAddress(path)).toBe(address)
  })
})

test.each([
  '/programme/',
  '/programme/2022-07-06/',
  '/api/x',
  '/feed.xml',
  '/a/b/feed.xml',
  '/a/b/affiche/',
  '/n/x',
  '/.well-known/security.txt',
])('%s belongs to the program', (address) => {
  expect(isProgramAddress(address)).toBe(true)
})

test.each(['/', '/a/', '/affiche/', '/a/programme/', '/.well-known/did.json'])('%s is free for content', (address) => {
  expect(isProgramAddress(address)).toBe(false)
})
