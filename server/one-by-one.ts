import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

type Exchange = readonly [request: IncomingMessage, response: ServerResponse];
type Line = { isBusy: boolean; waiting: Exchange[] };

/** Who sends more at a time without waiting for an answer is no browser and no program that means well. */
const waitingMost = 32;

/**
 * Lets the requests of one connection come one after the other. Node hands all on that a client sends without waiting for
 * answers, thousands in one packet: together they would take all memory, and hold everybody else up until the last is
 * answered, long after the sender has gone. A connection on which too many wait is cut.
 */
export function oneByOne(
  work: (request: IncomingMessage, response: ServerResponse) => void,
): (request: IncomingMessage, response: ServerResponse) => void {
  const lines = new WeakMap<Socket, Line>();

  const lineOf = (socket: Socket): Line => {
    const known = lines.get(socket);
    if (known) return known;
    const line: Line = { isBusy: false, waiting: [] };
    lines.set(socket, line);
    return line;
  };

  const start = (line: Line, [request, response]: Exchange): void => {
    line.isBusy = true;
    response.once("close", () => {
      line.isBusy = false;
      // Its sender has gone: nobody reads the other answers.
      if (request.socket.destroyed) line.waiting = [];
      const next = line.waiting.shift();
      if (next) start(line, next);
    });
    work(request, response);
  };

  return (request, response) => {
    const { socket } = request;
    if (socket.destroyed) return;
    const line = lineOf(socket);
    if (!line.isBusy) return start(line, [request, response]);
    line.waiting.push([request, response]);
    if (line.waiting.length > waitingMost) socket.destroy();
  };
}
