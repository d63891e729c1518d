# SPDX-License-Identifier: GPL-3.0-or-later
"""Many runs of a program that is loaded once: the loader takes longer than most commands."""
import os
import pathlib
import struct
import subprocess

HERE = pathlib.Path(__file__).resolve().parent


def preload(folder):
    """serve.c compiled, for LD_PRELOAD."""
    library = os.path.join(folder, "serve.so")
    subprocess.run([os.environ.get("CC", "cc"), "-O1", "-shared", "-fPIC", "-o", library,
                    str(HERE / "serve.c"), "-ldl"], check=True)
    return library


class Server:
    """The program, ready to go on into main. Of its folder: work is the current folder of a run,
    which the caller makes; tmp its TMPDIR; in, out.txt and err.txt its streams."""

    def __init__(self, program, folder, libraries, environment):
        """Libraries: what is preloaded, as LD_PRELOAD wants it."""
        self.folder = folder
        os.makedirs(os.path.join(folder, "tmp"))
        request, self.request = os.pipe()
        self.answer, answer = os.pipe()
        os.dup2(request, 198, inheritable=True)
        os.dup2(answer, 199, inheritable=True)
        self.process = subprocess.Popen([program], pass_fds=(198, 199), cwd=folder,
                                        env={**environment, "LD_PRELOAD": libraries},
                                        stdin=subprocess.DEVNULL)
        for descriptor in (request, answer, 198, 199):
            os.close(descriptor)

    def run(self, words):
        """Of words like those of env: NAME=VALUE ..., the program's name, its arguments. Returns
        the status of waitpid, -1 where it had to be killed, and whether processes were left."""
        data = b"".join(os.fsencode(word) + b"\0" for word in [self.folder] + words)
        os.write(self.request, struct.pack("=i", len(data)) + data)
        answer = os.read(self.answer, 8)
        if len(answer) < 8:
            raise RuntimeError("the program no longer serves: %s" % self.process.wait())
        return struct.unpack("=ii", answer)

    def close(self):
        os.close(self.request)
        os.close(self.answer)
        self.process.wait()
