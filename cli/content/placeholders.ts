import type { SiteSettings } from '../../worker/site/settings'
import type { ContentRemark } from './remarks'

/** `{{ legal.publisher }}` in a page: the word that site.yml has for it. */
const placeholder = /\{\{ *([a-z]+(?:\.[a-z]+)?) *\}\}/g

/** What a page may name, and where site.yml says it. */
const namespaces = ['legal', 'retention', 'event', 'url'] as const

/**
 * Puts the settings' values where a page names them. What the organisers have not said yet shows as such, and is a
 * warning of the build; a name that site.yml cannot have is a fault.
 * @param firstLine Of `text` in the file.
 */
export function fillPlaceholders(
  text: string,
  site: SiteSettings,
  { file, firstLine }: { file: string; firstLine: number },
  report: (remark: ContentRemark) => void,
): string {
  return text
    .split('\n')
    .map((line, n) =>
      line.replace(placeholder, (whole: string, name: string) => {
        const [space = '', key = ''] = name.split('.')
        if (!namespaces.some((each) => each === space)) return whole
        const value = settingNamed(site, space, key)
        const at = { file, line: firstLine + n }
        if (value === undefined) {
          report({ ...at, severity: 'fault', message: `site.yml ne connaît pas ${name}` })
          return whole
        }
        if (value !== '') return value
        report({
          ...at,
          severity: 'warning',
          message: `${name} manque encore dans content/site.yml`,
          placeholder: name,
        })
        return `**[à compléter : ${name}]**`
      }),
    )
    .join('\n')
}

function settingNamed(site: SiteSettings, space: string, key: string): string | undefined {
  if (space === 'url') return key === '' ? site.url : undefined
  const values: Record<string, unknown> = { legal: site.legal, retention: site.retention, event: site.event }
  const value = (values[space] as Record<string, unknown>)[key]
  return typeof value === 'string' || typeof value === 'number' ? String(value).replace(/\s+/g, ' ') : undefined
}
