"""A thousand clients at once.

Copyright (C) 2026 The Tincan authors
SPDX-License-Identifier: GPL-3.0-or-later
"""

import selectors
import socket

import talk
import tap
from program import Program
from tap import scenario

N_CLIENTS = 1000


@scenario
def a_thousand_clients_are_answered():
    """All of a thousand clients are answered at once and listed, and the window lives."""
    with Program('--start', 'tcp-listen://127.0.0.1:0?reply=echo') as tincan:
        port = tincan.wait_for_port()
        clients = [talk.connect_tcp(port) for _ in range(N_CLIENTS)]
        missing = {}
        with selectors.DefaultSelector() as selector:
            for number, client in enumerate(clients):
                text = b'client %d' % number
                client.sendall(text)
                missing[client] = text
                selector.register(client, selectors.EVENT_READ)
            while missing:
                ready = selector.select(talk.PATIENCE_S)
                assert ready, f'{len(missing)} clients have no answer'
                for key, _ in ready:
                    answer = key.fileobj.recv(100)
                    assert answer and missing[key.fileobj].startswith(answer), answer
                    missing[key.fileobj] = missing[key.fileobj][len(answer):]
                    if not missing[key.fileobj]:
                        del missing[key.fileobj]
                        selector.unregister(key.fileobj)

        tincan.wait_for_connections(N_CLIENTS)
        tincan.wait_for_text(f'{N_CLIENTS} open', tincan.button('All connections'))
        tincan.send('hello, all of you')
        for client in clients:
            assert talk.receive_exactly(client, 18) == b'hello, all of you\n'
        for client in clients[1:]:
            client.shutdown(socket.SHUT_RDWR)
            client.close()
        tincan.wait_for_connection_states('Open', 1)

        # The window is live: it takes a click and answers the one that stayed.
        clients[0].sendall(b'still here?')
        assert talk.receive_exactly(clients[0], 11) == b'still here?'
        clients[0].close()
        tincan.stop()
        tincan.wait_until_startable()


if __name__ == '__main__':
    tap.main()
