def run(app, *arguments):
    result = app.test_cli_runner().invoke(args=list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


def test_the_first_owner_gets_a_link_that_sets_the_password(app, client):
    link = run(app, "create-owner", "first@example.org").strip()
    assert client.get(link.removeprefix("http://localhost")).status_code == 200
