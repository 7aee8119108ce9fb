import { spawn } from 'node:child_process'

/**
 * Makes sure that workerd does not outlive this process, even when that is killed without a word: it would go on
 * serving without its scheduled work, and keep the port. A shell waits for the end of a pipe that nobody writes to;
 * the system closes it when this process is no more. Windows has no such shell; there a killed start leaves it behind.
 * @param mark What stands in the command line of the process to end and in no other.
 * @returns Ends the watch.
 */
export function endWithUs(mark: string): () => void {
  if (process.platform === 'win32') return () => {}
  const watcher = spawn('sh', ['-c', 'read _ || pkill -KILL -f -- "$1"', 'kesako-watch', mark], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Out of reach of a Ctrl-C in the terminal, which is for us.
    detached: true,
  })
  watcher.on('error', (error) => console.error(error))
  return () => watcher.kill('SIGKILL')
}
