/** What the build has to say about the content, to the person who writes it. */
export type ContentRemark = {
  /** Relative to the project, `content/a/b.md`. */
  file: string
  /** 1-based; 1 when it is about the file as a whole. */
  line: number
  severity: 'fault' | 'warning'
  message: string
  /** What only the organisers know and have not said yet: `legal.publisher`. The site cannot go online so. */
  placeholder?: string
}

/** One line a remark, in the order of files and lines, as compilers write them: `content/a.md:3: faute : …`. */
export function formatRemarks(remarks: ContentRemark[]): string {
  return remarks
    .toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
    .map(({ file, line, severity, message }) => {
      return `${file}:${line}: ${severity === 'fault' ? 'faute' : 'attention'} : ${message}`
    })
    .join('\n')
}

/** A fault of a file as a whole. */
export function wholeFile(file: string, message: string): ContentRemark {
  return { file, line: 1, severity: 'fault', message }
}
