/** Two tones that nobody confuses, and a vibration: one high for go, two low for stop, two middle ones for ask. */

const TONES = {
  go: [{ at: 0, hertz: 1320, seconds: 0.16 }],
  ask: [{ at: 0, hertz: 660, seconds: 0.12 }, { at: 0.18, hertz: 660, seconds: 0.12 }],
  stop: [{ at: 0, hertz: 220, seconds: 0.22 }, { at: 0.28, hertz: 180, seconds: 0.34 }],
};
const SHAKES = { go: [60], ask: [80, 60, 80], stop: [200, 80, 300] };
const LOUDNESS = 0.4;
let audio = null;

/** Browsers allow sound only after a touch or a key; call this from one. */
export function unlock() {
  audio ??= new AudioContext();
  if (audio.state === "suspended") audio.resume();
}

function play({ at, hertz, seconds }) {
  const start = audio.currentTime + at;
  const tone = new OscillatorNode(audio, { type: "triangle", frequency: hertz });
  const volume = new GainNode(audio, { gain: LOUDNESS });
  volume.gain.setValueAtTime(LOUDNESS, start + seconds - 0.03);
  volume.gain.linearRampToValueAtTime(0, start + seconds);
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(start + seconds);
}

export function signal(kind) {
  if (audio?.state === "running") TONES[kind].forEach(play);
  navigator.vibrate?.(SHAKES[kind]);
}
