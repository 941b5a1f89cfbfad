using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Grains.Ingest;
using Prcl.Silo.Http.Api.Errors;
using Prcl.Unit.Infra;
using Xunit;

namespace Prcl.Unit.Silo.Http.Api;

public sealed class ApiErrorTests
{
    [Fact]
    public void The_codes_are_these_and_stay()
    {
        string[] codes =
        [
            "400 bad-request", "400 bad-value", "401 no-key", "403 not-allowed", "403 wrong-origin", "403 wrong-scope", "404 no-such-class", "404 no-such-image",
            "404 no-such-route", "404 no-such-run", "404 no-such-silo", "404 no-such-version", "405 wrong-method", "409 damaged-run", "409 limit-reached",
            "409 nothing-to-measure", "409 other-domain", "409 other-purpose", "409 overtaken", "409 run-exists", "412 precondition-failed", "413 body-too-large",
            "413 image-too-large", "415 not-an-image", "415 unsupported-type", "421 wrong-host", "422 bad-label", "422 damaged-image", "422 image-too-small",
            "422 wrong-hash", "429 too-many-requests", "500 internal", "503 busy", "503 cluster-unavailable", "503 storage-unavailable", "507 out-of-room", "507 over-quota",
        ];

        Assert.Equal(codes, ApiErrors.All.Select(e => $"{e.Status} {e.Code}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_refusal_of_a_grain_has_a_kind_of_its_own()
    {
        var codes = Enum.GetValues<RequestErrorCode>();

        Assert.Equal(codes.Length, codes.Select(ApiErrors.Of).Distinct().Count());
        Assert.Equal(ApiErrors.BadRequest, ApiErrors.Of((RequestErrorCode)999));
        Assert.All(Enum.GetValues<IngestOutcome>().Where(o => o > IngestOutcome.AlreadyStored), o => Assert.NotEqual(RequestErrorCode.Unspecified, RequestErrors.Of(o)));
    }

    [Fact]
    public void The_documentation_lists_every_type()
    {
        var text = File.ReadAllText(Path.Combine(InfraFolder.Root, "docs", "api.md"));

        Assert.All(ApiErrors.All, e => Assert.Contains($"`{e.Code}`", text, StringComparison.Ordinal));
    }
}
