import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type BuiltSite, buildSite } from '../../cli/content/build-site'
import { formatRemarks } from '../../cli/content/remarks'

/** The least that `content/site.yml` must say; tests add to it. */
export const siteYaml = `
name: Essai
title: Essai, un carnet
description: Un site d’essai.
url: https://essai.example
lang: fr
timezone: Europe/Paris
event: { name: Forum d’essai, start: 2022-07-05, end: 2022-07-08, place: Brest }
licence: { id: CC-BY-SA-4.0, name: CC BY-SA 4.0, url: 'https://creativecommons.org/licenses/by-sa/4.0/' }
rooms: [{ id: amphi, name: Grand amphi }, { id: salle-1, name: Salle 1 }]
themes: [{ id: low-tech, name: Low-tech }]
nav: [{ path: /, label: Accueil }]
`

/**
 * A project folder that holds only what the test writes: `content/site.yml` and a home page unless it says otherwise.
 * @param files Path below the project → text or bytes.
 */
export async function temporaryContent(files: Record<string, string | Uint8Array>): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'kesako-test-'))
  const all = { 'content/site.yml': siteYaml, 'content/index.md': '# Accueil\n\nBonjour.\n', ...files }
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), text)
  }
  return root
}

export async function removeTemporaryContent(root: string): Promise<void> {
  await rm(root, { recursive: true, force: true })
}

/** The site that these files build. Throws when they have faults: the test meant to have none. */
export async function buildFiles(files: Record<string, string | Uint8Array>): Promise<BuiltSite> {
  const root = await temporaryContent(files)
  try {
    const { site, remarks } = await buildSite(root)
    if (!site) throw new Error(`The test's content has faults:\n${formatRemarks(remarks)}`)
    return site
  } finally {
    await removeTemporaryContent(root)
  }
}
