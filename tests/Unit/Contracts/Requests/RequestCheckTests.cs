using System.Reflection;
using Prcl.Contracts;
using Prcl.Contracts.Ingest;
using Prcl.Contracts.Predictors;
using Prcl.Contracts.Requests;
using Prcl.Contracts.Runs;
using Prcl.Contracts.Security;
using Xunit;

namespace Prcl.Unit.Contracts.Requests;

public sealed class RequestCheckTests
{
    private const string Sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789ABCDEF";
    private static readonly ImagePush Image = new("a.png", [1], null, "day", ImagePurpose.Train);

    public static TheoryData<string> Open => [.. ForClientsAttribute.Methods.Select(m => $"{m.DeclaringType!.Name}.{m.Name}")];

    // A new type or member that clients send and that has no rule makes this fail.
    [Theory]
    [MemberData(nameof(Open))]
    public void Everything_that_a_client_can_send_has_a_rule(string method) => Assert.NotNull(RequestCheck.Of(Find(method)));

    [Theory]
    [MemberData(nameof(Open))]
    public void Nothing_that_is_needed_may_be_missing(string method)
    {
        var needed = Find(method).GetParameters().Where(p => !p.ParameterType.IsValueType).ToArray();
        if (needed.Length > 0)
        {
            Assert.Contains($": {needed[0].Name} is missing.", Refused(method, new object?[Find(method).GetParameters().Length]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_honest_clients_send_passes()
    {
        Require("IIngestGrain.Push", [new[] { Image, Image with { Label = [1], Purpose = ImagePurpose.Evaluate, Name = "Straße 1.png" } }]);
        Require("IIngestGrain.Known", [new ImageFingerprint[] { new(Sha256, null), new(Sha256, Sha256, "day", ImagePurpose.Train) }]);
        Require("IIngestGrain.Delete", [new[] { Sha256 }, null]);
        Require("IIngestGrain.Delete", [new[] { Sha256 }, new[] { SeenImage.None }]);
        Require("IRunGrain.Create", [new RunRequest("{\n}", new() { ["weights"] = "", ["seed"] = "7" })]);
        Require("IRunGrain.Model", ["latest"]);
        Require("IRunGrain.Model", ["12"]);
        Require("IPredictorGrain.Predict", [new PredictRequest("", [1], PredictionPictures.All, null)]);
        Require("IPredictorGrain.Predict", [new PredictRequest("a", [1], PredictionPictures.Index | PredictionPictures.Variance, 3)]);
        Require("IEvaluatorGrain.Score", [Array.Empty<ImagePush>(), null]);
        Require("IRunGrain.Status", []);
    }

    [Fact]
    public void Each_broken_rule_is_told_by_place_and_rule()
    {
        Refuses("Push: images[1] is missing.", "IIngestGrain.Push", new[] { Image, null });
        Refuses("Push: images[0].Image is missing.", "IIngestGrain.Push", new[] { Image with { Image = null! } });
        Refuses($"Push: images[0].Domain is '../day'; it must be {PrclNames.Rule}.", "IIngestGrain.Push", new[] { Image with { Domain = "../day" } });
        Refuses("Push: images[0].Name is 'a?gpj.exe', whose character 2, U+202E, can't be shown.", "IIngestGrain.Push", new[] { Image with { Name = "a\u202egpj.exe" } });
        Refuses("Push: images[0].Name has 100000 characters; at most 1000 are allowed.", "IIngestGrain.Push", new[] { Image with { Name = new string('x', 100_000) } });
        Refuses("Push: images[0].Purpose is 7; it must be one of Train, Evaluate.", "IIngestGrain.Push", new[] { Image with { Purpose = (ImagePurpose)7 } });
        Refuses("Push: images has 10001 items; at most 10000 are allowed.", "IIngestGrain.Push", Enumerable.Repeat(Image, 10_001).ToArray());
        Refuses("Known: files[0].ImageSha256 is missing.", "IIngestGrain.Known", new ImageFingerprint[1]);
        Refuses("Known: files[0].LabelSha256 is '../../x'; it must be a SHA-256, 64 hexadecimal digits.", "IIngestGrain.Known", new ImageFingerprint[] { new(Sha256, "../../x") });
        Refuses("Known: files[0].Purpose is -1; it must be one of Train, Evaluate.", "IIngestGrain.Known", new ImageFingerprint[] { new(Sha256, null, null, (ImagePurpose)(-1)) });
        Refuses("Delete: sha256[1] is missing.", "IIngestGrain.Delete", new string?[] { Sha256, null }, new SeenImage[2]);
        Refuses("Delete: seen[0].Sequence is -2; it must be -1 or more.", "IIngestGrain.Delete", new[] { Sha256 }, new[] { new SeenImage(-2, 0) });
        Refuses("Create: request.Settings is missing.", "IRunGrain.Create", new RunRequest("{}", null!));
        Refuses("Create: request.Settings['seed'] is missing.", "IRunGrain.Create", new RunRequest("{}", new() { ["seed"] = null! }));
        Refuses("Create: request.Settings has a name that is 'a?', whose character 2, U+001B, can't be shown.", "IRunGrain.Create", new RunRequest("{}", new() { ["a\u001b"] = "" }));
        Refuses("Create: request.ClassesJson has 8388609 characters; at most 8388608 are allowed.", "IRunGrain.Create", new RunRequest(new string(' ', (8 << 20) + 1), []));
        Refuses("Predict: request.Pictures is 32; it must be one of None, Index, Colour, Overlay, Variance, Uncertainty, All.", "IPredictorGrain.Predict", new PredictRequest("a", [1], (PredictionPictures)32, null));
        Refuses("Predict: request.Version is -1; it must be 0 or more.", "IPredictorGrain.Predict", new PredictRequest("a", [1], PredictionPictures.None, -1));
        Refuses("Read: count is 0; it must be from 1 to 8388608.", "IModelFileGrain.Read", 0L, 0L, 0);
        Refuses($"MoveAlias: alias is 'two words'; it must be {PrclNames.Rule}.", "IRunGrain.MoveAlias", "two words", 0L);
    }

    [Fact]
    public void A_refusal_is_that_of_a_bad_value() =>
        Assert.True(Assert.Throws<PrclRequestException>(() => Require("IRunGrain.Model", ["a b"])).IsBadValue);

    [Theory]
    [InlineData(nameof(IUnchecked.Text))]
    [InlineData(nameof(IUnchecked.Number))]
    [InlineData(nameof(IUnchecked.List))]
    [InlineData(nameof(IUnchecked.Pairs))]
    [InlineData(nameof(IUnchecked.Other))]
    [InlineData(nameof(IUnchecked.RuleForAnother))]
    public void What_has_no_rule_has_no_check(string method) =>
        Assert.Contains($"IUnchecked.{method}: value", Assert.Throws<InvalidOperationException>(() => RequestCheck.Of(typeof(IUnchecked).GetMethod(method)!)).Message, StringComparison.Ordinal);

    // The first argument apart: an array would be taken for all of them.
    private static void Refuses(string message, string method, object? first, params object?[] others) => Assert.Equal(message, Refused(method, [first, .. others]));

    private static string Refused(string method, object?[] arguments) => Assert.Throws<PrclRequestException>(() => Require(method, arguments)).Message;

    private static void Require(string method, object?[] arguments) => RequestCheck.Of(Find(method)).Require(i => arguments[i]);

    private static MethodInfo Find(string method) => ForClientsAttribute.Methods.Single(m => $"{m.DeclaringType!.Name}.{m.Name}" == method);

    private interface IUnchecked
    {
        void Text(string value);

        void Number(long value);

        void List([Name] string[] value);

        void Pairs([Count(5)] Dictionary<string, string> value);

        void Other(Version value);

        void RuleForAnother([Name] int value);
    }
}
