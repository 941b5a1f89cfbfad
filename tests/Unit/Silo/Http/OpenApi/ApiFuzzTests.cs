using System.Net;
using Prcl.Unit.Grains;
using Prcl.Unit.Silo.Http.Api;
using Xunit;

namespace Prcl.Unit.Silo.Http.OpenApi;

public sealed class ApiFuzzTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private const int Requests = 2000;

    [Fact]
    public async Task Whatever_is_asked_no_answer_is_a_failure_of_the_silo()
    {
        await using var host = await ApiHost.Start(cluster);
        var made = await cluster.Create();
        await made.Store(Street.Labelled(1), Street.Unlabelled(2), Street.Evaluated(3));
        var fuzz = new ApiFuzz(
            await host.Http.Json("/openapi/v1.json"), new Random(4), [made.Name, made.Name, made.Name, "nobody"],
            [Street.Image(1), Street.Image(2), Street.Label(1), Street.Image(4), "no picture"u8.ToArray(), [], Street.Image(5)[..^100]]);

        var (failures, statuses) = (new List<string>(), new Dictionary<HttpStatusCode, int>());
        for (var i = 0; i < Requests; i++)
        {
            using var request = fuzz.Next();
            using var answer = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
            statuses[answer.StatusCode] = statuses.GetValueOrDefault(answer.StatusCode) + 1;
            if ((int)answer.StatusCode >= 500)
            {
                failures.Add($"{i}: {request.Method} {request.RequestUri}: {await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)));

        // It isn't all nonsense; deleted images and runs that never were leave much to be refused.
        Assert.True(statuses[HttpStatusCode.OK] > Requests / 10, string.Join(", ", statuses));
    }
}
