using Prcl.Grains.Doors;
using Prcl.Silo.Hosting;
using Prcl.Silo.Security.Gate;
using Xunit;

namespace Prcl.Unit.Silo.Security.Gate;

public sealed class ClientRulesTests
{
    private const string Secret = "a secret of sixteen letters";
    private static readonly byte[] Status = [1, 2, 3];
    private static readonly GrainId Client = GrainId.Create("sys.client", "00000000000000000000000000000001");
    private static readonly Dictionary<IdSpan, OpenInterface> Open = new()
    {
        [IdSpan.Create("IRun")] = new(new HashSet<IdSpan> { IdSpan.Create("run") }, [Status], IsService: false),
        [IdSpan.Create("IManifest")] = new(new HashSet<IdSpan> { IdSpan.Create("sys.svc.manifest") }, [[7, 8]], IsService: true),
    };

    [Fact]
    public void An_open_call_passes() => Assert.Null(Judge(Call(), Status));

    [Fact]
    public void The_list_of_interfaces_passes() => Assert.Null(Judge(Call() with { Target = GrainId.Create("sys.svc.manifest", "any"), Interface = IdSpan.Create("IManifest") }, [7, 8, 9], Secret));

    [Theory]
    [InlineData("IRun", "run", new byte[] { 1, 2, 4 })]
    [InlineData("IRun", "run", new byte[] { 1 })]
    [InlineData("IRun", "trainer", new byte[] { 1, 2, 3 })]
    [InlineData("IOther", "run", new byte[] { 1, 2, 3 })]
    public void Another_call_is_closed(string called, string target, byte[] body) =>
        Assert.Equal(RefusalReason.Closed, Judge(Call() with { Target = GrainId.Create(target, "street"), Interface = IdSpan.Create(called) }, body));

    [Theory]
    [InlineData("IRun", "sys.svc.clustering")]
    [InlineData("IManifest", "sys.svc.clustering")]
    [InlineData("IManifest", "sys.client")]
    [InlineData("", "sys.svc.manifest")]
    public void A_call_to_another_service_is_a_violation(string called, string target) =>
        Assert.Throws<ViolationException>(() => Judge(Call() with { Target = GrainId.Create(target, "any"), Interface = IdSpan.Create(called) }, [7, 8]));

    [Fact]
    public void A_call_in_another_ones_name_is_a_violation() =>
        Assert.Throws<ViolationException>(() => Judge(Call() with { Sender = GrainId.Create("sys.client", "00000000000000000000000000000002") }, Status));

    [Theory]
    [InlineData("street", true)]
    [InlineData("street/0", true)]
    [InlineData("street/prcl-trainer-0/cuda:0", true)]
    [InlineData("/", false)]
    [InlineData("street/", false)]
    [InlineData("../street", false)]
    [InlineData("street.", false)]
    [InlineData("str..eet", false)]
    [InlineData("street.2", true)]
    [InlineData("a b", false)]
    [InlineData("stra\u00dfe", false)]
    [InlineData("a\u202eb", false)]
    public void A_key_is_made_of_names(string key, bool passes) =>
        Assert.Equal(passes ? null : RefusalReason.Name, Judge(Call() with { Target = GrainId.Create("run", key) }, Status));

    [Fact]
    public void A_long_name_is_none()
    {
        Assert.Null(Judge(Call() with { Target = GrainId.Create("run", new string('x', 63)) }, Status));
        Assert.Equal(RefusalReason.Name, Judge(Call() with { Target = GrainId.Create("run", new string('x', 64)) }, Status));
    }

    [Fact]
    public void The_secret_is_asked_for_when_there_is_one()
    {
        Assert.Equal(RefusalReason.SecretMissing, Judge(Call(), Status, Secret));
        Assert.Equal(RefusalReason.SecretWrong, Judge(Call() with { Context = [("prcl.secret", "another one")] }, Status, Secret));
        Assert.Null(Judge(Call() with { Context = [("prcl.secret", Secret)] }, Status, Secret));
    }

    private static RefusalReason? Judge(ClientMessage message, byte[] body, string? secret = null) =>
        new ClientRules(Open, secret is null ? null : new Secret(secret)).Judge(message, body, Client).Reason;

    private static ClientMessage Call() => new(
        MessageFlags.Request | MessageFlags.InterfaceType, 1, Client, GrainId.Create("run", "street"), null, IdSpan.Create("IRun"), null, []);
}
