import { spawn } from 'node:child_process'

/**
 * Makes sure that workerd does not outlive this process, even when that is killed without a word: it would go on
 * serving without its scheduled work, and keep the port. A shell waits for the end of a pipe that nobody writes to;
 * the system closes it when this process is no more. Windows has no such shell; there a killed start leaves it behind.
 * @param mark What stands in the command line of the process to end and in no other.
 * @returns Ends the watch.
 */
export function endWithUs(mark: string): () => void {
  return whenGone('read _ || pkill -KILL -f -- "$1"', mark)
}

/** The same for each workerd that this process has started by now, where no mark is known beforehand. */
export function endRunningWithUs(): () => void {
  return whenGone('running=$(pgrep -P "$1" workerd); read _ || kill -KILL $running', String(process.pid))
}

/** @param script Its `read` fails when this process is no more. */
function whenGone(script: string, argument: string): () => void {
  if (process.platform === 'win32') return () => {}
  const watcher = spawn('sh', ['-c', script, 'kesako-watch', argument], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // Out of reach of a Ctrl-C in the terminal, which is for us.
    detached: true,
  })
  watcher.on('error', (error) => console.error(error))
  return () => watcher.kill('SIGKILL')
}
