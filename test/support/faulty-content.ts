import { buildSite } from '../../cli/content/build-site'
import { formatRemarks } from '../../cli/content/remarks'
import { removeTemporaryContent, siteYaml, temporaryContent } from './temporary-content'

type Files = Record<string, string | Uint8Array>

/** What the build makes of these files, and what it says of them. */
export async function tryBuild(files: Files) {
  const root = await temporaryContent(files)
  try {
    const { site, remarks } = await buildSite(root)
    return { site, said: formatRemarks(remarks) }
  } finally {
    await removeTemporaryContent(root)
  }
}

export const session = (more: string) => `---
title: Séance
session: { start: 2022-07-06T10:30, end: 2022-07-06T12:30, ${more} }
---
Texte.
`

export const timed = (start: string, end: string) => `---
title: Séance
session:
  start: 2022-07-06T${start}
  end: 2022-07-06T${end}
  room: amphi
---
`

/** A session from one moment to another, and an event of one day where it is. */
export const at = (start: string, end: string) => ({
  'content/a.md': `---\ntitle: A\nsession:\n  start: ${start}\n  end: ${end}\n---\n`,
})
export const zone = (timezone: string, day: string) => ({
  'content/site.yml': siteYaml.replace('Europe/Paris', timezone).replaceAll(/2022-07-0[58]/g, day),
})

/** One page with this front matter, or site.yml with more, or with something else in it. */
export const front = (yaml: string) => ({ 'content/a.md': `---\n${yaml}\n---\n# Titre\n` })
export const settings = (yaml: string) => ({ 'content/site.yml': `${siteYaml}${yaml}\n` })
export const set = (from: string, to: string) => ({ 'content/site.yml': siteYaml.replace(from, to) })
export const when = (start: string, end: string) => front(`session: { start: ${start}, end: ${end} }`)
