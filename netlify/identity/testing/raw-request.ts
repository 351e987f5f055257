import { connect } from "node:net";

/** Sends exactly these lines to a port of this machine, which no HTTP client would, and returns all of the answer's text. */
export function rawRequest(port: number, lines: string[], body = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      answer += text;
    });
    socket.on("close", () => resolve(answer));
    // What is refused early is hung up on while the rest is still being sent.
    socket.on("error", (error: NodeJS.ErrnoException) => answer === "" && reject(error));
    socket.write(`${[...lines, "Connection: close"].join("\r\n")}\r\n\r\n${body}`);
  });
}

/** 403 of "HTTP/1.1 403 Forbidden…". */
export function statusOf(answer: string): number {
  return Number(answer.split(" ")[1]);
}
