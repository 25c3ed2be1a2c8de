"""A proxy that speaks TLS before a site, as nginx does for one that is public."""

import asyncio
import contextlib
import ssl
import threading


async def copy(reader, writer):
    """Hand on what comes until its end."""
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


async def listen(site_port, scheme, context=None):
    """Listen for one scheme; return the port. A connection is for one request."""

    async def serve(reader, writer):
        head = await reader.readuntil(b"\r\n\r\n")
        asked, _, rest = head.partition(b"\r\n")
        more = f"X-Forwarded-Proto: {scheme}\r\nConnection: close\r\n".encode()
        answers, site = await asyncio.open_connection("127.0.0.1", site_port)
        site.write(asked + b"\r\n" + more + rest)
        await asyncio.gather(copy(answers, writer), copy(reader, site))

    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    return server.sockets[0].getsockname()[1]


@contextlib.contextmanager
def front(site_port, certificate, key):
    """Yield the ports for http and https of a proxy before the site at a port."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    ports = [
        asyncio.run_coroutine_threadsafe(listen(site_port, *each), loop).result()
        for each in (("http",), ("https", context))
    ]
    yield ports
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
