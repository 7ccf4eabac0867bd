// Reads a QR code as a phone does: rows of 0 and 1 on standard input, each square four points wide; what it says on standard output.
import jsQR from 'jsqr';

const scale = 4;
const chunks = [];
for await (const chunk of process.stdin) {
  chunks.push(chunk);
}
const rows = Buffer.concat(chunks).toString().trim().split('\n');
const size = rows.length * scale;
const pixels = new Uint8ClampedArray(size * size * 4);
for (let y = 0; y < size; y += 1) {
  for (let x = 0; x < size; x += 1) {
    const value = rows[Math.floor(y / scale)][Math.floor(x / scale)] === '1' ? 0 : 255;
    pixels.set([value, value, value, 255], (y * size + x) * 4);
  }
}
process.stdout.write(jsQR(pixels, size, size)?.data ?? '');
