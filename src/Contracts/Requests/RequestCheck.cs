using System.Reflection;

namespace Prcl.Contracts.Requests;

/// <summary>Checks the arguments of a method that clients may call, all that is within them included, by their types, their nullability and their <see cref="RuleAttribute"/>s.</summary>
public sealed class RequestCheck
{
    private readonly string _method;
    private readonly (string Name, ValueCheck Check)[] _parameters;

    private RequestCheck(string method, (string Name, ValueCheck Check)[] parameters) => (_method, _parameters) = (method, parameters);

    /// <summary>The check of a method's calls.</summary>
    /// <exception cref="InvalidOperationException">Something in its arguments has no rule.</exception>
    public static RequestCheck Of(MethodInfo method) => new(method.Name, [.. method.GetParameters().Select(p => (p.Name!, ValueChecks.Of(p)))]);

    /// <summary>Refuses a call whose arguments break a rule.</summary>
    /// <param name="argument">The arguments by their places, as they arrived: anything may be null.</param>
    /// <exception cref="PrclRequestException">What breaks a rule, where it is, and the rule.</exception>
    public void Require(Func<int, object?> argument)
    {
        for (var i = 0; i < _parameters.Length; i++)
        {
            if (_parameters[i].Check(argument(i)) is { } fault)
            {
                throw new PrclRequestException($"{_method}: {_parameters[i].Name}{fault.Where} {fault.What}.") { Code = RequestErrorCode.BadValue };
            }
        }
    }
}
