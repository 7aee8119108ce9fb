import type { PublishedNote } from '../../publishing/values'
import { nameIn } from '../../site/sessions-view'
import type { SiteSettings } from '../../site/settings'
import type { Chapter } from './book'

/**
 * A published note as a file of the archive: YAML front matter, then the Markdown as it was written.
 * `title, session, date, authors, license, tags` are for whoever reads it; `id, page, number, revision, updated,
 * edited` bring it back to where it stood (`npm run import -- archive`). Each value is JSON, which YAML reads.
 */
export function archivedNote(
  note: PublishedNote,
  chapter: Chapter,
  site: SiteSettings,
): { name: string; text: string } {
  const theme = nameIn(site.themes, chapter.session?.theme)
  const front = {
    title: chapter.title,
    session: chapter.address ?? null,
    date: note.publishedAt,
    authors: note.author === null ? [] : [note.author],
    license: note.licence ?? site.licence.id,
    tags: theme ? [theme] : [],
    id: note.id,
    page: note.page,
    number: note.number,
    revision: note.revision,
    updated: note.updatedAt ?? note.publishedAt,
    edited: note.edited,
  }
  const lines = Object.entries(front).map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
  return { name: nameOf(note), text: `---\n${lines.join('')}---\n\n${note.body}\n` }
}

/** In folders as its page stood; a page's id may hold what no file name should. */
function nameOf({ page, number, id }: PublishedNote): string {
  const folders = page.split('/').filter((each) => each !== '' && !/^\.+$/.test(each))
  return ['notes', ...folders, `${String(number).padStart(5, '0')}-${id}.md`].join('/')
}
