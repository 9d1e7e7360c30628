"""Speak one utterance with eSpeak NG in a process of its own, and stop.

eSpeak NG keeps state between utterances, and seeds the noise it mixes into its sounds with the
time: only a fresh process with a seed of its own gives the same samples for the same text. So the
voice starts this file once per utterance.

It needs the standard library alone. It reads a request from standard input (JSON: ``library``,
``data``, ``voice``, ``parameters``, ``text``) and writes to standard output one line of JSON
(``rate``, ``words`` as ``[position, length, sample]``) followed by the samples (int16,
little-endian). For ``words`` instead of ``text`` it answers how each is pronounced, as a list in
JSON. What it cannot do it says on standard error, and exits with 1.

Constants and structures are those of ``espeak-ng/speak_lib.h``.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from typing import Any

AUDIO_OUTPUT_SYNCHRONOUS = 2
INITIALIZE_DONT_EXIT = 0x8000
CHARS_UTF8 = 1
POS_CHARACTER = 1
PHONEMES_IPA = 2
PHONEMES_SEPARATED = ord("_") << 8
EVENT_LIST_TERMINATED = 0
EVENT_WORD = 1
SEED = 1


class _Id(ctypes.Union):
    _fields_ = (
        ("number", ctypes.c_int),
        ("name", ctypes.c_char_p),
        ("string", ctypes.c_char * 8),
    )


class Event(ctypes.Structure):
    """The ``espeak_EVENT`` of the C header."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    )


SynthCallback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(Event))


def synthesize(request: dict[str, Any]) -> tuple[int, bytes, list[tuple[int, int, int]]]:
    """Return the sample rate, the PCM (int16 bytes) and the word events of a request.

    A word event is (first character, characters, first sample), all counted from 0.

    Raises
    ------
    OSError
        When the library cannot be loaded or does not know the voice or a parameter.
    """
    espeak, rate = opened(request)
    pcm = bytearray()
    words: list[tuple[int, int, int]] = []

    def collect(wav: int | None, samples: int, events: Any) -> int:
        for event in events:
            if event.type == EVENT_LIST_TERMINATED:
                break
            if event.type == EVENT_WORD:
                words.append((event.text_position - 1, event.length, event.sample))
        if wav and samples > 0:
            pcm.extend(ctypes.string_at(wav, 2 * samples))
        return 0

    callback = SynthCallback(collect)  # must outlive the synthesis
    espeak.espeak_ng_SetRandSeed(ctypes.c_long(SEED))
    espeak.espeak_SetSynthCallback(callback)
    for parameter, value in request["parameters"]:
        if espeak.espeak_SetParameter(parameter, value, 0) != 0:
            raise OSError(f"eSpeak NG refused {value} for its parameter {parameter}")
    text = request["text"].encode()
    failed = espeak.espeak_Synth(
        text, ctypes.c_size_t(len(text) + 1), 0, POS_CHARACTER, 0, CHARS_UTF8, None, None
    )
    if failed != 0 or espeak.espeak_Synchronize() != 0:
        raise OSError("eSpeak NG could not speak the text")
    return rate, bytes(pcm), words


def pronounced(request: dict[str, Any]) -> list[str]:
    """Return the phonemes (IPA, separated by ``_``) of each word of a request.

    Raises
    ------
    OSError
        When the library cannot be loaded or does not know the voice.
    """
    espeak, _ = opened(request)
    espeak.espeak_TextToPhonemes.restype = ctypes.c_char_p
    found = []
    for word in request["words"]:
        text = ctypes.c_char_p(word.encode())
        said = espeak.espeak_TextToPhonemes(
            ctypes.byref(text), CHARS_UTF8, PHONEMES_IPA | PHONEMES_SEPARATED
        )
        found.append((said or b"").decode())
    return found


def opened(request: dict[str, Any]) -> tuple[ctypes.CDLL, int]:
    """Return the library with the voice of a request, and its sample rate; raises likewise."""
    espeak = ctypes.CDLL(request["library"])
    folder, data = os.path.split(request["data"])
    os.chdir(folder)  # the engine takes no path over 160 bytes
    rate = espeak.espeak_Initialize(
        AUDIO_OUTPUT_SYNCHRONOUS, 0, data.encode(), INITIALIZE_DONT_EXIT
    )
    if rate <= 0:
        raise OSError("eSpeak NG finds no data in " + request["data"])
    if espeak.espeak_SetVoiceByName(request["voice"].encode()) != 0:
        raise OSError("eSpeak NG knows no voice " + request["voice"])
    return espeak, rate


def main() -> int:
    """Answer the request on standard input."""
    request = json.load(sys.stdin)
    try:
        if "words" in request:
            json.dump(pronounced(request), sys.stdout)
            return 0
        rate, pcm, words = synthesize(request)
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    head = json.dumps({"rate": rate, "words": words})
    sys.stdout.buffer.write(head.encode() + b"\n" + pcm)
    return 0


if __name__ == "__main__":
    sys.exit(main())
