"""A port that is taken is named before a server is started on it, with the option that chooses another."""

import socket

import pytest
from click.testing import CliRunner

from isthmus.base.ports import CannotListen, refuse_taken
from isthmus.cli import main

HOST = "127.0.0.1"


@pytest.fixture
def taken():
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_named_with_the_option_that_changes_it(taken):
    with pytest.raises(CannotListen, match=rf"Port {taken} of 127.0.0.1 is taken.*--sandbox-port"):
        refuse_taken(HOST, taken, option="--sandbox-port")


def test_a_free_port_is_none_and_stays_free():
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port = listener.getsockname()[1]
    refuse_taken(HOST, port)
    refuse_taken(HOST, port, shared=True)
    refuse_taken(HOST, 0)


def test_one_of_ours_that_ends_shares_its_port_with_the_next_and_another_demo_is_refused():
    with socket.socket() as ours:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        ours.bind((HOST, 0))
        ours.listen()
        port = ours.getsockname()[1]
        refuse_taken(HOST, port, shared=True)
        with pytest.raises(CannotListen):
            refuse_taken(HOST, port)


def test_an_address_that_is_nowhere_is_said_in_words():
    with pytest.raises(CannotListen, match="Nobody may listen on port 8000 of 203.0.113.7"):
        refuse_taken("203.0.113.7", 8000)


@pytest.mark.parametrize("command", ["serve", "ingest"])
def test_the_commands_refuse_in_one_sentence_before_anything_is_opened(taken, tmp_path, command):
    answer = CliRunner().invoke(main, [command, "--data", str(tmp_path / "data"), "--port", str(taken)])
    assert answer.exit_code == 1
    assert answer.output.startswith(f"Error: Port {taken} of {HOST} is taken by another program")
    assert "--port" in answer.output
    assert len(answer.output.splitlines()) == 1
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("option", ["--port", "--sandbox-port"])
def test_the_demo_names_the_port_and_its_option(taken, tmp_path, option):
    ports = {"--port": "0", "--sandbox-port": "0", option: str(taken)}
    chosen = [word for pair in ports.items() for word in pair]
    answer = CliRunner().invoke(main, ["demo", "--no-browser", "--data", str(tmp_path / "data"), *chosen])
    assert answer.exit_code == 1
    assert f"Port {taken} of {HOST} is taken" in answer.output
    assert f"with {option}." in answer.output
