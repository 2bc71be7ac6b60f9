/** A camera that sees somebody in front of a wall whose pattern is easily known again. */

/**
 * Runs in the page: each camera is this one. The wall is a chessboard, the person a head and
 * shoulders in plain colours.
 */
export function cameraInARoom(): void {
  const { mediaDevices } = navigator;
  if (mediaDevices === undefined) return; // about:blank
  const given: MediaStreamTrack[] = [];
  const workers: Worker[] = [];
  const [width, height, square] = [640, 360, 20];
  const busyMs: number[] = [];
  Object.assign(window, { given, workers, busyMs });
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      workers.push(this);
      this.addEventListener("message", ({ data }) => {
        if (data.busyMs !== undefined) busyMs.push(data.busyMs);
      });
    }
  };
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wanted = {}) => {
    const stream = await ask(wanted);
    const [camera] = stream.getVideoTracks();
    if (camera === undefined) return stream;
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    const pen = canvas.getContext("2d");
    const draw = () => {
      if (pen === null) return;
      for (let x = 0; x < width; x += square)
        for (let y = 0; y < height; y += square) {
          pen.fillStyle = (x + y) % (2 * square) ? "#000" : "#fff";
          pen.fillRect(x, y, square, square);
        }
      const shape = (colour: string, ...[x, y, rx, ry]: [number, number, number, number]) => {
        pen.fillStyle = colour;
        pen.beginPath();
        pen.ellipse(x, y, rx, ry, 0, 0, 2 * Math.PI);
        pen.fill();
      };
      shape("#2b4a7a", 320, 370, 150, 120);
      shape("#c68863", 320, 240, 30, 60);
      shape("#3a2618", 320, 140, 68, 84);
      shape("#d79a75", 320, 160, 58, 76);
      shape("#fff", 298, 148, 11, 6);
      shape("#fff", 342, 148, 11, 6);
      shape("#222", 298, 148, 5, 5);
      shape("#222", 342, 148, 5, 5);
      shape("#b87a58", 320, 172, 8, 14);
      shape("#a04848", 320, 203, 22, 6);
      pen.fillStyle = `hsl(${performance.now() / 10} 50% 50%)`; // a picture that moves
      pen.fillRect(312, 320, 16, 16);
    };
    draw();
    setInterval(draw, 40);
    const [picture] = canvas.captureStream().getVideoTracks();
    if (picture === undefined) return stream;
    const { stop } = picture;
    picture.stop = () => {
      stop.call(picture);
      camera.stop();
    };
    given.push(picture);
    return new MediaStream([...stream.getAudioTracks(), picture]);
  };
}
