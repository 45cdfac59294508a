using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace ParallelApproval.Web.Studio;

/// <summary>
/// Every address that the client of Elsa's server knows (Elsa.Api.Client): it answers in the shape that the client reads, or refuses with a
/// code; never a fault of the server, and never 200 for what was not done. The list is beside this file.
/// </summary>
[Collection<OneDoor>]
public sealed class ClientEndpointTests(FrontDoor door)
{
    private const string Unknown = "nobody-knows-this";

    [Fact]
    public async Task Every_address_of_the_client_answers_in_shape_or_is_refused_with_a_code()
    {
        var designer = await door.AsAsync("designer");
        var number = await ReceiveAsync();
        var version = (await designer.OpenedAsync())["id"]!.GetValue<string>();
        var wrong = new List<string>();
        foreach (var (method, address, body, status, expected) in Listed())
        {
            var path =
                StudioDoor.Api + address.Replace("{case}", number).Replace("{flow}", StudioDoor.Catering).Replace("{version}", version);
            var answer = await AskAsync(
                designer,
                method,
                path.Replace("{unknown}", Unknown),
                body.Replace("{case}", number).Replace("{version}", version)
            );
            if (answer.Status != status || !IsInShape(answer, expected))
                wrong.Add(
                    $"{method} {address}: {answer.Status} {answer.Text[..Math.Min(160, answer.Text.Length)]}, expected {status} {expected}"
                );
        }

        wrong.ShouldBeEmpty();
        (await designer.GetAsync($"{StudioDoor.Api}/workflow-instances/{number}"))
            .Json.Text("status")
            .ShouldBe("Running", "nothing was cancelled");
    }

    // "a+b": members that the client reads; a word alone: the code of a refusal; nothing: no body is read.
    private static bool IsInShape(Answer answer, string expected) =>
        expected.Length == 0
        || (
            answer.Status < 400
                ? expected == "file"
                    || expected.Split('+').All(member => member == "[]" ? answer.Json is JsonArray : answer.Json?[member] is not null)
                : expected == answer.Code
        );

    private static Task<Answer> AskAsync(Account account, string method, string path, string body) =>
        method switch
        {
            "GET" => account.GetAsync(path),
            "DELETE" => account.SendAsync(HttpMethod.Delete, path),
            "PUT" => account.PutAsync(path, JsonNode.Parse(body.Length == 0 ? "{}" : body)!),
            _ => account.PostAsync(path, JsonNode.Parse(body.Length == 0 ? "{}" : body)!),
        };

    private async Task<string> ReceiveAsync()
    {
        var answer = await (await door.AsAsync("clerk")).PostAsync("/api/cases", Catering.Application(accept: true));
        answer.Status.ShouldBe(201, answer.Text);
        return answer["caseNumber"]!.GetValue<string>();
    }

    private static IEnumerable<(string Method, string Address, string Body, int Status, string Expected)> Listed(
        [CallerFilePath] string here = ""
    ) =>
        File.ReadLines(Path.Combine(Path.GetDirectoryName(here)!, "client-endpoints.txt"))
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => (line + " ").Split(" | "))
            .Select(cells => (cells[0], cells[1], cells[2].Trim(), int.Parse(cells[3], null), cells[4].Trim()));
}
