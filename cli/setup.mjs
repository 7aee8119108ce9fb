// What package.json runs before `npm start`, `npm test` and others (`pre…`), on any Node from 18 on: installs exactly
// what the lockfile says when that was never done, was interrupted, or when the lockfile is newer. Plain JavaScript
// without dependencies, because nothing is installed yet.
import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** npm writes this file last, so it stands only after a complete install. */
const installed = modifiedAt('node_modules/.package-lock.json')
const locked = modifiedAt('package-lock.json')

if (installed === null || (locked !== null && installed < locked)) {
  console.log('Kesako installe ses dépendances (une fois, moins d’une minute en général)…')
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  // npm's warnings about the machine's own Node do not concern the Node that the lockfile brings.
  const { status } = spawnSync(npm, ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error('L’installation a échoué : vérifiez la connexion, puis relancez la même commande.')
    process.exit(1)
  }
}

function modifiedAt(path) {
  try {
    return statSync(new URL(`../${path}`, import.meta.url)).mtimeMs
  } catch {
    return null
  }
}
