import type { MachineRender } from '../../model/machine-simulation.ts';

const columns = ['time', 'host', 'user', 'pid', 'ppid', 'path', 'cpu', 'cwd', 'command'];

/** What a responder's tool lists: CSV with a header, of which each row has the time of the list. */
export const render: MachineRender = {
  source: 'process-list',
  records: ({ time, machine, deed }) =>
    deed.is === 'process-list'
      ? deed.processes.map((one) =>
          [
            new Date(time).toISOString(),
            machine.name,
            one.user,
            one.pid,
            one.parent.pid,
            one.executable,
            one.cpuPercent,
            one.folder,
            one.arguments.join(' '),
          ]
            .map((cell) => csv(String(cell)))
            .join(','),
        )
      : [],
  object: ({ machine, time }, records) => ({
    key: `${machine.name}/response/processes-${new Date(time).toISOString().slice(0, 10)}.csv`,
    text: `${columns.join(',')}\n${records.join('\n')}\n`,
    isCompressed: false,
  }),
};

const csv = (cell: string): string => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
